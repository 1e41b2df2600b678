package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Agent;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    /** What a build without a wish spends on it; the rest of the 100,000 is for -Dsimulation.schedules. */
    private static final Duration DEFAULT_TIME = Duration.ofSeconds(15);

    @Test
    void noScheduleLosesAWriteReadsAStaleOneOrStaysDown() {
        String seed = System.getProperty("simulation.seed", "");
        if (!seed.isBlank()) {
            replay(Long.parseLong(seed));
            return;
        }
        String wanted = System.getProperty("simulation.schedules", "");
        Schedules schedules = wanted.isBlank()
                ? Schedules.fromSeed(0).within(DEFAULT_TIME)
                : Schedules.fromSeed(0).upTo(Long.parseLong(wanted));
        Schedules.Sum sum = schedules.run(Agent::new);
        System.out.println(sum);
        assertThat(sum.firstBad()).as("the first seed that breaks a promise").isNull();
        assertThat(sum.schedules()).isGreaterThan(500);
        assertThat(sum.terms()).as("takeovers").isGreaterThan(sum.schedules() / 10);
        assertThat(sum.writes()).as("acknowledged writes").isGreaterThan(sum.schedules() * 20);
        assertThat(sum.refused()).as("refusals").isLessThan(sum.schedules() / 20);
    }

    /**
     * Seeds that find something in an agent that lacks what an earlier seed has taught: the first three, that a closed primary
     * gives up a partner that is not heard; the last, that a
     * machine is tainted although etcd does not answer.
     */
    @ParameterizedTest
    @ValueSource(longs = {1610, 1850, 4030, 49674})
    void aSeedThatFoundSomethingFindsNothingMore(long seed) {
        Schedule.Outcome outcome = Schedule.run(seed, Agent::new, false);
        assertThat(outcome.violation()).as("seed %d", seed).isNull();
    }

    @Test
    void aSeedIsASchedule() {
        Schedule.Outcome once = Schedule.run(42, Agent::new, true);
        Schedule.Outcome again = Schedule.run(42, Agent::new, true);
        assertThat(again.trace()).isEqualTo(once.trace()).contains("primary, with its partner");
        assertThat(again).isEqualTo(once);
    }

    private static void replay(long seed) {
        Schedule.Outcome outcome = Schedule.run(seed, Agent::new, true);
        System.out.println(String.format(Locale.ROOT, "seed %d%n%s", seed, outcome.trace()));
        assertThat(outcome.violation()).isNull();
    }
}
