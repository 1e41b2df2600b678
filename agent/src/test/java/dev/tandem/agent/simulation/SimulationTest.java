package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Agent;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SimulationTest {
    /** What a build without a wish (-Dsimulation.schedules) runs: a quarter of a minute on two cores. */
    private static final String DEFAULT = "100000";

    @Test
    void noScheduleLosesAWriteReadsAStaleOneOrStaysDown() {
        String seed = System.getProperty("simulation.seed", "");
        if (!seed.isBlank()) {
            replay(Long.parseLong(seed));
            return;
        }
        String wanted = System.getProperty("simulation.schedules", "");
        Schedules.Sum sum = Schedules.fromSeed(0)
                .upTo(Long.parseLong(wanted.isBlank() ? DEFAULT : wanted))
                .run(Agent::new);
        System.out.println(sum);
        assertThat(sum.firstBad()).as("the first seed that breaks a promise").isNull();
        assertThat(sum.schedules()).isGreaterThan(500);
        assertThat(sum.terms()).as("takeovers").isGreaterThan(sum.schedules() / 10);
        assertThat(sum.writes()).as("acknowledged writes").isGreaterThan(sum.schedules() * 20);
        assertThat(sum.refused()).as("refusals").isLessThan(sum.schedules() / 20);
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
