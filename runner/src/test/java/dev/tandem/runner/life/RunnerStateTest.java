package dev.tandem.runner.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerStateTest {
    private static final Map<RunnerState, Set<RunnerState>> ALLOWED = Map.of(
            RunnerState.STARTING, Set.of(RunnerState.READY, RunnerState.STOPPED),
            RunnerState.READY, Set.of(RunnerState.DRAINING),
            RunnerState.DRAINING, Set.of(RunnerState.STOPPED),
            RunnerState.STOPPED, Set.of());

    @ParameterizedTest
    @EnumSource
    void onlyTheStepsOfTheTableArePossible(RunnerState from) {
        for (RunnerState to : RunnerState.values()) {
            assertThat(from.leadsTo(to))
                    .as("%s to %s", from, to)
                    .isEqualTo(ALLOWED.getOrDefault(from, Set.of()).contains(to));
        }
    }

    @Test
    void aStepThatIsNotPossibleChangesNothing() {
        Readiness readiness = new Readiness();
        assertThat(readiness.advance(RunnerState.DRAINING)).isFalse();
        assertThat(readiness.state()).isEqualTo(RunnerState.STARTING);
    }

    @Test
    void theSameStepIsTakenOnce() {
        Readiness readiness = new Readiness();
        readiness.advance(RunnerState.READY);
        assertThat(readiness.advance(RunnerState.DRAINING)).isTrue();
        assertThat(readiness.advance(RunnerState.DRAINING)).isFalse();
    }
}
