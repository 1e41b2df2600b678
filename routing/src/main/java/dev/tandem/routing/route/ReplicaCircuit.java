package dev.tandem.routing.route;

import dev.tandem.routing.time.Ticker;
import java.time.Duration;

/**
 * Remembers for a short, bounded time that the replica did not answer, so that not every read-only transaction waits for it.
 *
 * <p>After a failure nobody is sent to the replica for {@code rest}; then one caller per {@code rest} tries it, until one succeeds.
 * Safe for use by many threads.
 */
public final class ReplicaCircuit {
    private final Ticker ticker;
    private final Duration rest;
    private boolean open;
    private long nextTrialNanos;

    public ReplicaCircuit(Ticker ticker, Duration rest) {
        if (rest.isNegative() || rest.isZero()) {
            throw new IllegalArgumentException("The rest after a replica's failure must be positive, not " + rest);
        }
        this.ticker = ticker;
        this.rest = rest;
    }

    /** Whether the caller should ask the replica; who gets true reports {@link #failed()} or {@link #answered()}, if it knows. */
    public synchronized boolean admits() {
        if (!open) {
            return true;
        }
        long now = ticker.nanos();
        if (now - nextTrialNanos < 0) {
            return false;
        }
        nextTrialNanos = now + rest.toNanos();
        return true;
    }

    /** Reports a failure; true when the replica was thought to be fit until now. */
    public synchronized boolean failed() {
        boolean first = !open;
        open = true;
        nextTrialNanos = ticker.nanos() + rest.toNanos();
        return first;
    }

    /** Reports an answer; true when the replica was thought to be unfit until now. */
    public synchronized boolean answered() {
        boolean back = open;
        open = false;
        return back;
    }

    public Duration rest() {
        return rest;
    }
}
