package dev.tandem.runner.gate;

import java.time.Duration;

/**
 * What the gate allows.
 *
 * @param requests how many requests may compute at once
 * @param streams how many more may be open that do not: asynchronous ones, and server-sent events
 * @param idle for how long a connection is kept on which nothing happens. Longer than the minute for which nginx keeps one between requests: the
 *     side that may send must be the one that closes
 * @param patience for how long whoever asks waits for the next byte of an answer; a stream that is silent for longer speaks to nobody
 * @param rate what a client has to read and to send
 */
public record Limits(int requests, int streams, Duration idle, Duration patience, LowestRate rate) {
    /** Those of a runner that is told no others: RUNNER_MAX_REQUESTS, RUNNER_MAX_STREAMS, RUNNER_PATIENCE. */
    public static final Limits USUAL =
            new Limits(256, 1_024, Duration.ofSeconds(75), Duration.ofSeconds(30), LowestRate.USUAL);

    /** How large either number may be. */
    public static final int MOST = 100_000;

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException when a number is not from 1 to {@link #MOST}, or a time is not positive
     */
    public Limits {
        if (requests < 1 || requests > MOST || streams < 1 || streams > MOST) {
            throw new IllegalArgumentException(
                    "1 to " + MOST + " at once, not " + requests + " requests and " + streams + " streams");
        }
        if (!idle.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle + " and a patience of " + patience);
        }
    }
}
