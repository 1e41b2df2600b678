package dev.tandem.control.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** The vault could not be read or written. The message says what was tried, with which file, what came back and what to do next. */
public sealed class VaultException extends RuntimeException permits DamagedFileException {
    private static final long serialVersionUID = 1;

    VaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static VaultException of(String tried, IOException cause) {
        // Of a file that is not ours the JDK says its name and nothing else.
        String back = cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new VaultException(
                tried + ": " + back
                        + ". Next: see whose it is and what is in its place (ls -la), and whether the disk is full (df); then this again",
                cause);
    }
}
