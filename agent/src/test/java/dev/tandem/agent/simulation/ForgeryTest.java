package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.Sabotage;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whoever can write to etcd, as on a voter's machine that was broken into, is not thereby an agent. */
class ForgeryTest {
    /** In all other schedules nobody writes to etcd but agents, so that they do not miss it. */
    static final String RULE = "corroborate";

    private static final int FORGERIES = 1000;

    @Test
    void whatNoAgentWroteIsNotBelieved() {
        assertThat(LongStream.range(0, FORGERIES).mapToObj(seed -> Schedule.forged(seed, Agent::new)))
                .containsOnlyNulls();
    }

    @Test
    void agentsThatBelieveWhatTheyReadLoseWrites() {
        assertThat(LongStream.range(0, FORGERIES)
                        .mapToObj(seed -> Schedule.forged(seed, () -> Sabotage.without(List.of(RULE)))))
                .anySatisfy(found -> assertThat(found).contains("does not have it"))
                .anySatisfy(found -> assertThat(found).contains("writes stopped"));
    }
}
