package dev.tandem.routing.time;

/** A monotonic clock, as {@link System#nanoTime()}: only differences mean something. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since a fixed, unknown moment; never goes back. */
    long nanos();

    /** The clock of this JVM. */
    static Ticker system() {
        return System::nanoTime;
    }
}
