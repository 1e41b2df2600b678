package dev.tandem.lab.computer;

import org.jspecify.annotations.Nullable;

/**
 * An operation on the lab that did not work. The message is for the user: what was tried, what came back, what to do
 * next.
 */
public abstract class LabException extends RuntimeException {
    /** The message is complete; the cause, where there is one, is for the log. */
    protected LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
