package dev.tandem.agent.decide.view;

import java.time.Duration;

/** A moment on this machine's monotonic clock: only differences mean something, and only on the same machine. */
public record Tick(long nanos) implements Comparable<Tick> {
    /** Whether at least that much time has gone by since an earlier moment. */
    public boolean isPast(Tick earlier, Duration time) {
        return nanos - earlier.nanos >= time.toNanos();
    }

    /** This moment and some time. */
    public Tick plus(Duration time) {
        return new Tick(nanos + time.toNanos());
    }

    /** The later of two moments. */
    public Tick or(Tick other) {
        return nanos >= other.nanos ? this : other;
    }

    @Override
    public int compareTo(Tick other) {
        return Long.compare(nanos, other.nanos);
    }
}
