package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Agent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long nobody's write is acknowledged after one fault, in the world of numbers: the algorithm's own part of an outage, with
 * packets of a millisecond and a mysqld that starts in half a second. What machines really take, drills measure.
 */
class OutageTest {
    private static final int SEEDS = 100;

    @ParameterizedTest(name = "{0}: median {1} ms, worst {2} ms")
    @CsvSource({
        "mysqld of the primary dies,        300,  800",
        "machine of the primary dies,      1200, 2000",
        "machine of the primary freezes,   1200, 2000",
        "primary cut off from everything,  1200, 1900",
        "primary cut off from etcd,         100,  200",
        "no quorum in etcd,                 100,  200",
        "primary cut off from the partner, 1500, 1900",
        "machine of the partner dies,      1500, 1900",
        "agent of the primary killed,       700, 1400",
        "agent of the primary restarted,    100, 1100",
        "switchover,                        400, 1000",
    })
    void aSingleFaultStopsWritesFor(String fault, long median, long worst) {
        long[] outages = LongStream.range(0, SEEDS)
                .map(seed -> Schedule.outage(seed, new Agent(), fault))
                .sorted()
                .toArray();
        String seen = String.format(
                Locale.ROOT, "%s: median %d ms, worst %d ms", fault, outages[SEEDS / 2], outages[SEEDS - 1]);
        System.out.println(seen);
        assertThat(outages[SEEDS / 2]).as(seen).isLessThanOrEqualTo(median);
        assertThat(outages[SEEDS - 1]).as(seen + " " + Arrays.toString(outages)).isLessThanOrEqualTo(worst);
    }
}
