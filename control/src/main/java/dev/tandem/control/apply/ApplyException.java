package dev.tandem.control.apply;

import dev.tandem.protocol.MachineName;

/** A step of an apply did not work. The message says which step on which machine, what came back and what is true now. */
public final class ApplyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApplyException(MachineName machine, String component, String what, Throwable cause) {
        super(machine + ", " + component + ": " + what + "\n" + cause.getMessage(), cause);
    }
}
