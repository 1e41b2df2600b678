package dev.tandem.lab.computer;

/** Another process is at work on the same thing and did not finish in the time we were ready to wait. */
public final class LockedException extends LabException {
    LockedException(String thing, String owner) {
        super(thing + " is locked by " + owner + " [wait for it to end, or end it; the lock goes with it]", null);
    }
}
