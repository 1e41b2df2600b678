package dev.tandem.lab.cli;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bench measured.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param seconds of each measurement
 * @param rounds how often each was repeated; each figure is the median
 */
@Json
record BenchReport(int schema, String site, int seconds, int rounds, int connections, List<Measurement> measurements) {
    /**
     * One request through one way.
     *
     * @param ratio of its requests per second to those of the innermost layer in the same run; none for that layer itself
     * @param failed in all rounds: connections that failed; answers that are not 2xx are not measured at all
     */
    @Json
    record Measurement(
            String request,
            String through,
            double requestsPerSecond,
            double p50Milliseconds,
            double p99Milliseconds,
            @Nullable Double ratio,
            long failed) {}
}
