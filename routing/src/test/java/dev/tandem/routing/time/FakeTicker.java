package dev.tandem.routing.time;

import java.time.Duration;

/** A clock that moves only when it is told to. */
public final class FakeTicker implements Ticker {
    // Near the overflow on purpose: nanoTime may be any number.
    private long nanos = Long.MAX_VALUE - 1_000;

    public void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
