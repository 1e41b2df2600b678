package dev.tandem.runner.life;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The runner cannot do its work; the message says what was tried and what came back. */
public final class ApplicationFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ApplicationFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
