package dev.tandem.control.operate;

import dev.tandem.protocol.MachineName;

/** Somebody else is changing the site. */
public final class LockedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LockedException(MachineName machine, String owner) {
        super("the site is locked on " + machine + " by " + owner
                + ". Wait for it; if that computer is gone the lock goes by itself.");
    }
}
