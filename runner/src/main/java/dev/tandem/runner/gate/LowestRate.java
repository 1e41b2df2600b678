package dev.tandem.runner.gate;

import java.time.Duration;

/**
 * How slowly a client may read or send, as an account of time: it is opened with {@code credit}; the time for which the client is waited for is
 * taken off it, what it then takes or sends is added at {@code bytesPerSecond}, up to {@code credit} again. The time that the application
 * takes for itself does not count. A client that is at least so fast is never short of time; one that trickles is, after {@code credit}.
 *
 * @param credit how long a client may pause
 * @param bytesPerSecond what it has to come to otherwise
 */
public record LowestRate(Duration credit, int bytesPerSecond) {
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    /**
     * Half a minute, as nginx grants between two pieces (send_timeout, client_body_timeout), and a tenth of what the slowest mobile network
     * carries.
     */
    public static final LowestRate USUAL = new LowestRate(Duration.ofSeconds(30), 1_024);

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException when one of them is not positive
     */
    public LowestRate {
        if (!credit.isPositive() || bytesPerSecond < 1) {
            throw new IllegalArgumentException(credit + " and " + bytesPerSecond + " bytes a second: positive, both");
        }
    }

    /** With how much time an account begins, in nanoseconds. */
    long openingNanos() {
        return credit.toNanos();
    }

    /** For how long one that has this much left may take for so many bytes, in nanoseconds. */
    long allowedNanos(long leftNanos, long bytes) {
        return leftNanos + Math.multiplyExact(bytes, NANOS_PER_SECOND) / bytesPerSecond;
    }

    /** What is left after so many bytes for which the client was waited for so long, in nanoseconds; negative when it took too long. */
    long leftNanos(long before, long waitedNanos, long bytes) {
        return Math.min(openingNanos(), allowedNanos(before, bytes) - waitedNanos);
    }
}
