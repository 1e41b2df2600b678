package dev.tandem.lab.computer;

/** The thread was interrupted while it waited. What was begun stands as it is; the next `up` or `down` puts it right. */
public final class LabInterruptedException extends LabException {
    private LabInterruptedException(InterruptedException cause) {
        super("interrupted", cause);
    }

    /** Marks the thread as interrupted again and gives the exception to throw. */
    public static LabInterruptedException marking(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LabInterruptedException(cause);
    }
}
