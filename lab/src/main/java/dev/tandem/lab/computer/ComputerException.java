package dev.tandem.lab.computer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** This computer's files or kernel did not do what a lab needs. */
public final class ComputerException extends LabException {
    /** Says what was tried; what came back is taken from the cause. */
    public ComputerException(String tried, IOException cause) {
        super(tried + ": " + cause, cause);
    }

    /** Says what was tried, what came back and what to do next. */
    public ComputerException(String message) {
        this(message, (Throwable) null);
    }

    private ComputerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
