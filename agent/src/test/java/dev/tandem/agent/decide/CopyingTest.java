package dev.tandem.agent.decide;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.ONE;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.at;
import static dev.tandem.agent.decide.Situation.primaryStatus;
import static dev.tandem.agent.decide.Situation.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Request;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partner that an operator wants copied anew, event by event: the race of the simulation's seed 1010. */
class CopyingTest {
    private static final ClusterState BOTH = ClusterState.parse("term=3 primary=server1 partner=server2#a1");
    private static final DatabaseStatus FOLLOWS = replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10");
    private static final Request REBUILD = new Request(5, Request.Kind.REBUILD, TWO);

    private final Agent agent = new Agent();
    private AgentState state;

    private List<Action> take(Event event, long millis) {
        Agent.Step step = agent.step(state, Situation.answered(event, millis), at(millis));
        state = step.state();
        return step.actions();
    }

    private List<Action> read(ClusterState recorded, long revision, Request request, long millis) {
        Heartbeat serving = new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, millis);
        return take(
                new Event.Read(at(millis - 1), new Recorded(recorded, revision), serving, 20 + millis, false, request),
                millis);
    }

    /** What the others are told on the way to the copy. */
    private MemberStatus said() {
        return state.status();
    }

    /** Its primary serves, and it has just given up being partner: the state of revision 12 says so. */
    @BeforeEach
    void withdraw() {
        state = AgentState.ofNewAgent(TWO, List.of(ONE), at(0), 100, Timing.REPLICA_LAG);
        take(new Event.Looked(FOLLOWS, false), 1);
        read(BOTH, 10, null, 3);
        take(new Event.Answered(primaryStatus(true, 1, true), false, at(3)), 4);
        take(new Event.Swapped(11), 5);
        assertThat(read(BOTH, 11, REBUILD, 103))
                .contains(new Action.WriteState(BOTH.alone(), 11, ClusterKeys.ANY_REVISION));
        take(new Event.Swapped(12), 105);
    }

    @Test
    void itSaysThatItDoesNotLiveAndRewritesTheStateBeforeItCopies() {
        assertThat(state.last()).isInstanceOf(Decision.Retire.class);
        assertThat(said().incarnation()).isNull();
        assertThat(said().follows()).isFalse();
        assertThat(said().revision()).isEqualTo(12);
        assertThat(take(new Event.Looked(FOLLOWS, false), 201))
                .contains(new Action.WriteState(BOTH.alone(), 12, ClusterKeys.ANY_REVISION))
                .noneMatch(Action.Perform.class::isInstance);
        assertThat(take(new Event.Swapped(13), 205))
                .containsExactly(new Action.Perform(
                        Objects.requireNonNull(state.pending().act())));
        assertThat(state.pending().act()).isInstanceOf(Decision.Rebuild.class);
        assertThat(said().revision()).isEqualTo(13);
        assertThat(said().incarnation()).isNull();
    }

    @Test
    void whoWasMadePartnerMeanwhileGivesThatUpFirst() {
        take(new Event.Looked(FOLLOWS, false), 201);
        take(new Event.NotSwapped(), 205);
        assertThat(read(BOTH, 13, REBUILD, 207))
                .contains(new Action.WriteState(BOTH.alone(), 13, ClusterKeys.ANY_REVISION))
                .noneMatch(Action.Perform.class::isInstance);
        take(new Event.Swapped(14), 209);
        assertThat(state.last()).as("it has said since then that it lives").isInstanceOf(Decision.Retire.class);
    }

    @Test
    void whoIsNotToBeCopiedAnyMoreIsGoodForAPartnerAgain() {
        read(BOTH.alone(), 12, null, 203);
        take(new Event.Looked(FOLLOWS, false), 301);
        assertThat(said().incarnation()).isEqualTo(LIFE);
        assertThat(said().follows()).isTrue();
    }

    /** Its life is about to end; to be invited now would have the primary wait for it in vain. */
    @Test
    void whoIsBeingStoppedSaysThatItDoesNotLive() {
        read(BOTH.alone(), 12, new Request(6, Request.Kind.RESTART, TWO), 203);
        assertThat(state.pending().act()).isInstanceOf(Decision.Stop.class);
        assertThat(said().incarnation()).isNull();
    }
}
