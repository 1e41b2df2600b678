package dev.tandem.lab.drill.measure;

import java.time.Duration;
import java.util.List;

/**
 * The longest time without a good answer.
 *
 * @param longest whole hundredths of a second
 * @param begin when it began, on the clock of the attempts
 */
record Outage(Duration longest, long begin) {
    private static final long RESOLUTION = 10_000_000;

    /**
     * Finds it between two moments. A gap counts when it ends after the first; what came before it only says when the gap began,
     * so that an outage has its whole length however late after the last good answer the fault struck.
     */
    static Outage between(List<Attempt> attempts, long from, long until) {
        long[] good = attempts.stream()
                .filter(Attempt::acknowledged)
                .mapToLong(attempt -> attempt.end().orElseThrow())
                .filter(end -> end <= until)
                .sorted()
                .toArray();
        long longest = 0;
        long begin = from;
        long last = from;
        for (long end : good) {
            if (end > from && end - last > longest) {
                longest = end - last;
                begin = last;
            }
            last = end;
        }
        last = good.length == 0 ? from : last;
        if (until - Math.max(last, from) > longest) {
            longest = until - last;
            begin = last;
        }
        return new Outage(Duration.ofNanos((longest + RESOLUTION / 2) / RESOLUTION * RESOLUTION), begin);
    }
}
