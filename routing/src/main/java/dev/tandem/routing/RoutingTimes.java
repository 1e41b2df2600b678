package dev.tandem.routing;

import java.time.Duration;

/**
 * How long {@link RoutingDataSource} waits for what; all positive.
 *
 * @param rest how long nobody asks a replica that gave no connection
 * @param repetition how long a use that provably did nothing is tried again; no attempt begins later
 * @param catchUp how long a read waits for the replica to have what its client wrote, before it goes to the primary
 */
public record RoutingTimes(Duration rest, Duration repetition, Duration catchUp) {
    /** Enough for a failover of a second or two; replicas are milliseconds behind. */
    public static final RoutingTimes DEFAULT =
            new RoutingTimes(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(100));

    public RoutingTimes {
        if (!isPositive(rest) || !isPositive(repetition) || !isPositive(catchUp)) {
            throw new IllegalArgumentException("each of the times must be positive: rest " + rest + ", repetition "
                    + repetition + ", catchUp " + catchUp);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
