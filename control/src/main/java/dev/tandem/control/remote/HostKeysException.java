package dev.tandem.control.remote;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of the machines' keys could not be read or written, or holds something else. The message says what was tried, with which file, what
 * came back and what to do next.
 */
public final class HostKeysException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private HostKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static HostKeysException of(String tried, Path file, IOException cause) {
        if (cause instanceof CharacterCodingException) {
            return garbled(file, "it is not text", cause);
        }
        // Of a file that is not ours the JDK says its name and nothing else.
        String back = cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new HostKeysException(
                tried + " " + file + ": " + back
                        + ". Next: see whose it is and what is in its place (ls -la), and whether the disk is full (df); then this again",
                cause);
    }

    static HostKeysException garbled(Path file, String what, @Nullable Throwable cause) {
        return new HostKeysException(
                file + " does not say which SSH keys machines have: " + what
                        + ". Bring it back from a copy; without one, remove the line, or the file, and compare with your provider's console"
                        + " what the machines show then",
                cause);
    }
}
