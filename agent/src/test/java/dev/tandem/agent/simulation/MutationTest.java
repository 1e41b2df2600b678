package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.Sabotage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Takes one rule at a time away: the simulation must find what it was for. */
class MutationTest {
    private static final int SCHEDULES = 12_000;

    private static final int QUIET = 200;

    /** The seed to begin at only saves time. */
    private static final String TABLE = """
            compareRevision,      0
            compareHeartbeat,     14600
            compareLife,          93000
            stopReceiverFirst,    1000
            applyFirst,           200
            settle,               0
            semiSyncBeforeSample, 0
            oneVoice,             6200
            swapBeforeRelease,    0
            semiSyncBeforeOpen,   4000
            recoveryRole,         0
            withdrawFirst,        200
            retireFirst,          1000
            promise,              100
            confirmedGate,        0
            limitGate,            18000
            fenceByKill,          0
            shutWhileKilling,     0
            handOverAlive,        0
            boundedReads,         0
            """;

    /** Too rare for chance: not in 50,000 schedules. The model in src/model, which tries everything, loses a write without it. */
    private static final String ONLY_IN_THE_MODEL = "sampleOfLife";

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void withoutARuleAPromiseIsBroken(String rule, long seed) {
        List<String> names = List.of(rule);
        Schedules.Sum sum = Schedules.fromSeed(seed).upTo(SCHEDULES).run(() -> Sabotage.without(names));
        assertThat(sum.firstBad()).as("%s: %s", rule, sum).isNotNull();
    }

    /** Of the edges, which this simulation replaces: the session was ended while nobody needed it, and nothing was sent. */
    @Test
    void anOrderThatWasNotSentMustNotBeTakenForOneThatMayBeCarriedOut() {
        assertThat(LongStream.range(0, QUIET).mapToObj(seed -> Schedule.quiet(seed, Agent::new, false)))
                .as("a site without faults")
                .containsOnlyNulls();
        assertThat(LongStream.range(0, QUIET).mapToObj(seed -> Schedule.quiet(seed, Agent::new, true)))
                .as("with the mistake put back")
                .allSatisfy(found -> assertThat(found).contains("nothing is wrong with the site, and it kills mysqld"));
    }

    /** Of the edges too: the partner was given up for what its primary's mysqld did not say, and readers were told that it is new. */
    @Test
    void whatWasSeenBeforeMustNotBeTakenForSeenNow() {
        assertThat(LongStream.range(0, QUIET).mapToObj(seed -> Schedule.deaf(seed, Agent::new, false)))
                .as("a mysqld that does not answer its agent")
                .containsOnlyNulls();
        assertThat(LongStream.range(0, QUIET).mapToObj(seed -> Schedule.deaf(seed, Agent::new, true)))
                .as("with the mistake put back")
                .anySatisfy(found -> assertThat(found).contains("became"))
                .anySatisfy(found -> assertThat(found).contains("a client read from s1, a replica"));
    }

    @Test
    void everyRuleIsInTheTable() {
        TreeSet<String> inTable = new TreeSet<>(Set.of(ONLY_IN_THE_MODEL, ForgeryTest.RULE));
        TABLE.lines().forEach(line -> inTable.add(line.split(",", 2)[0].strip()));
        assertThat(inTable).containsExactlyInAnyOrderElementsOf(Sabotage.rules());
    }
}
