package dev.tandem.routing.failure;

import dev.tandem.routing.time.Sleeper;
import dev.tandem.routing.time.Ticker;
import java.time.Duration;

/** When a use that provably did nothing is run again: at once, then with growing pauses, until its time is over. For one use of one thread. */
public final class Repetition {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    /** A failover is over within a second or two; asking more often would only be work for the router. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

    private final Ticker ticker;
    private final Sleeper sleeper;
    private final long deadline;
    private Duration pause = Duration.ZERO;

    public Repetition(Ticker ticker, Sleeper sleeper, Duration within) {
        this.ticker = ticker;
        this.sleeper = sleeper;
        this.deadline = ticker.nanos() + within.toNanos();
    }

    /** Waits for the next attempt; false when there is none, because time is over or the thread shall end. */
    public boolean awaitNext() {
        if (ticker.nanos() + pause.toNanos() - deadline >= 0) {
            return false;
        }
        try {
            sleeper.pass(pause);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
        pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
