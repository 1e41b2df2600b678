package dev.tandem.lab.network;

import dev.tandem.lab.computer.LabException;
import org.jspecify.annotations.Nullable;

/** The lab's network could not be reached from this process. */
public final class NetworkException extends LabException {
    NetworkException(String message) {
        this(message, null);
    }

    NetworkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
