package dev.tandem.lab.computer;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A moment, by the monotonic clock, at which waiting ends. Immutable, for any thread. */
public final class Deadline {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /** The deadline that passes after this time. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Whether the time is over. */
    public boolean passed() {
        return System.nanoTime() - atNanos >= 0;
    }

    /** Asks every few milliseconds until the answer is yes; false when the time passed before. */
    public boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (passed()) {
                return false;
            }
            pause(PAUSE);
        }
        return true;
    }

    /** Sleeps. An interrupted thread keeps its mark and gets a {@link LabInterruptedException}. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw LabInterruptedException.marking(e);
        }
    }
}
