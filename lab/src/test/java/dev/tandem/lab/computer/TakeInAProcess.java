package dev.tandem.lab.computer;

import java.nio.file.Path;
import java.time.Duration;

/** A program for tests: tries to take the lock on its second argument in the file of its first. */
final class TakeInAProcess {
    /** The exit code that says somebody else holds it. */
    static final int LOCKED = 6;

    private TakeInAProcess() {}

    /** Ends with 0 when it got the lock. */
    public static void main(String[] arguments) {
        try {
            ExclusiveLock.take(Path.of(arguments[0]), arguments[1], Duration.ofMillis(100), Progress.silent())
                    .close();
        } catch (LockedException e) {
            System.exit(LOCKED);
        }
    }
}
