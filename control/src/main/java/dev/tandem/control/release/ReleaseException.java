package dev.tandem.control.release;

import org.jspecify.annotations.Nullable;

/** The application's files, or a program's, are not as they must be. The message says which file and what to do. */
public final class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReleaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
