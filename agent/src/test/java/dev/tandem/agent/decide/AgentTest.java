package dev.tandem.agent.decide;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.ONE;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.at;
import static dev.tandem.agent.decide.Situation.primary;
import static dev.tandem.agent.decide.Situation.primaryStatus;
import static dev.tandem.agent.decide.Situation.replica;
import static dev.tandem.agent.decide.Situation.replicaStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.OwnMysqld;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One agent, event by event. */
class AgentTest {
    private static final ClusterState BOTH = ClusterState.parse("term=3 primary=server1 partner=server2#a1");
    private static final Heartbeat SERVING = serving(3);

    private static final Decision.Fence HANGS = new Decision.Fence("it does not finish a row in 3 s");

    private final Agent agent = new Agent();
    private final List<Action> actions = new ArrayList<>();
    private AgentState state;

    /** What the agent of a machine without a database might say: it wants to be let in, and knows of a later term. */
    private static MemberStatus stranger(long knock) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new MemberStatus(
                new MachineName("app1"), 99, false, true, LIFE, position, position, knock, Map.of(), null, true, null);
    }

    private static Heartbeat serving(long millis) {
        return new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, millis);
    }

    private void begin(MachineName self) {
        state = AgentState.ofNewAgent(self, List.of(self.equals(ONE) ? TWO : ONE), at(0), 100, Timing.REPLICA_LAG);
    }

    private List<Action> take(Event event, long millis) {
        Agent.Step step = agent.step(state, Situation.answered(event, millis), at(millis));
        state = step.state();
        actions.addAll(step.actions());
        return step.actions();
    }

    private List<Action> read(ClusterState recorded, long revision, long millis) {
        return take(new Event.Read(at(millis - 1), new Recorded(recorded, revision), SERVING, 20, false, null), millis);
    }

    /** A primary that serves with its partner: settled, its heartbeat confirmed, its gate open. */
    private void beginAsPrimary() {
        begin(ONE);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 1);
        read(BOTH, 10, 3);
        take(new Event.Swapped(11), 5);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 7);
        take(new Event.Beaten(at(7), SERVING, 21), 9);
        actions.clear();
    }

    private void beginAsPartner() {
        begin(TWO);
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"), false), 1);
        read(BOTH, 10, 3);
        take(new Event.Swapped(11), 5);
        actions.clear();
    }

    /** The primary is silent: the receiver stops, and everything is applied. */
    private List<Action> takeOver() {
        read(BOTH, 11, 1000);
        take(new Event.Acted(state.pending().act(), Decision.Outcome.DONE), 1001);
        return take(new Event.Looked(replica(LIFE, Receiving.STOPPED, "0-1-10", "0-1-10"), false), 1001);
    }

    /** Else another act began beside the one under way: a second copy, in the simulation of a machine that had become partner meanwhile. */
    @Test
    void aFenceIsNotTheEndOfWhatItOvertook() {
        Decision.Fence fence = new Decision.Fence("it hangs");
        Decision.Demote demote = new Decision.Demote(TWO);
        AgentState.Pending both = AgentState.Pending.NOTHING.began(demote).began(fence);
        assertThat(both.ended(fence).act()).isEqualTo(demote);
        assertThat(both.ended(demote).fence()).isTrue();
        assertThat(both.ended(demote).ended(fence).isActing()).isFalse();
    }

    @Test
    void itRemembersThatMysqldDidNotStart() {
        begin(TWO);
        Decision.Start start = new Decision.Start(RecoveryRole.SLAVE, "it has to");
        take(new Event.Acted(start, Decision.Outcome.REFUSED), 5);
        assertThat(state.local().memory().mysqld().notRevived()).isEqualTo(at(5));
        take(new Event.Acted(start, Decision.Outcome.DONE), 6);
        assertThat(state.local().memory().mysqld().notRevived()).isNull();
    }

    @Test
    void aNewAgentFirstMakesWhatItsPredecessorSentImpossible() {
        begin(ONE);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 1);
        assertThat(read(BOTH, 10, 3))
                .containsExactly(
                        new Action.WriteState(BOTH, 10, ClusterKeys.ANY_REVISION),
                        new Action.LimitGate(new Tick(3_000_000).plus(Timing.GATE)),
                        new Action.WriteHeartbeat(SERVING, 10, 20));
    }

    /** A program that has just begun takes longer for its first heartbeat than a gate that was shortened for it would be open. */
    @Test
    void afterAPredecessorThatLeftTheFirstHeartbeatShortensNothing() {
        begin(ONE);
        Heartbeat left = new Heartbeat(3, ONE, Heartbeat.Sign.LEAVING, 99, 0);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 1);
        assertThat(take(new Event.Read(at(2), new Recorded(BOTH, 10), left, 20, false, null), 3))
                .contains(new Action.WriteHeartbeat(new Heartbeat(3, ONE, Heartbeat.Sign.LEAVING, 100, 3), 10, 20))
                .doesNotHaveAnyElementsOfTypes(Action.LimitGate.class);
        take(new Event.Swapped(11), 500);
        take(new Event.NotBeaten(), 900);
        Heartbeat arrived = state.view().heartbeat().heartbeat();
        assertThat(arrived).as("not yet").isEqualTo(left);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 910);
        assertThat(take(new Event.Beaten(at(910), new Heartbeat(3, ONE, Heartbeat.Sign.LEAVING, 100, 910), 21), 1500))
                .containsSubsequence(
                        new Action.LimitGate(at(1500).plus(Timing.GATE)),
                        new Action.WriteHeartbeat(new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, 1500), 11, 21));
    }

    @Test
    void theGateIsOpenFor600MillisecondsFromTheSendingOfTheHeartbeat() {
        beginAsPrimary();
        assertThat(state.gateUntil()).isEqualTo(at(607));
        take(new Event.Beaten(at(150), SERVING, 22), 290);
        assertThat(actions).containsExactly(new Action.OpenGate(at(750)));
    }

    @Test
    void aHeartbeatWithoutAnswerOpensNothing() {
        beginAsPrimary();
        take(new Event.NotBeaten(), 250);
        assertThat(state.gateUntil()).isEqualTo(at(607));
        assertThat(actions).isEmpty();
    }

    @Test
    void thePartnersPromiseKeepsTheGateOpenWithoutEtcd() {
        beginAsPrimary();
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), false, at(200)), 210);
        assertThat(actions).isEmpty();
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), true, at(300)), 310);
        assertThat(actions).containsExactly(new Action.OpenGate(at(900)));
    }

    /** etcd took 0.7 s over the first partner after a switchover, and the gate shut for a moment. */
    @Test
    void thePromiseOfWhoIsOnTheWayToBePartnerKeepsItOpenToo() {
        beginAsPrimary();
        read(BOTH.alone(), 12, 100);
        actions.clear();
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), true, at(200)), 210);
        assertThat(actions).as("nobody may take over, whatever it promises").isEmpty();
        state = state.pending(state.pending().swap(new Decision.AddPartner(BOTH, BOTH.partner()), 12));
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), true, at(300)), 310);
        assertThat(actions).containsExactly(new Action.OpenGate(at(900)));
    }

    @Test
    void anAgentThatStoodStillClosesTheGateBeforeItThinks() {
        beginAsPrimary();
        assertThat(take(new Event.NotRead(), 5000)).first().isEqualTo(new Action.CloseGate());
    }

    /** What is decided about a machine that has no database is refused, and decided again for ever. */
    @Test
    void whatAMachineWithoutADatabaseSaysIsNotKnown() {
        beginAsPrimary();
        for (int knock = 1; knock <= 3; knock++) {
            take(new Event.Asked(stranger(knock), at(10L * knock)), 10L * knock);
            take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 10L * knock + 5);
        }
        take(new Event.Answered(stranger(4), true, at(40)), 41);
        read(BOTH, 12, 45);

        assertThat(actions).noneMatch(Action.Perform.class::isInstance).noneMatch(Action.CloseGate.class::isInstance);
        assertThat(state.view().peers()).isEmpty();
        assertThat(state.view().doubt()).isNull();
    }

    @Test
    void anotherPrimaryInTheStateClosesTheGateAndKills() {
        beginAsPrimary();
        assertThat(take(new Event.Answered(Situation.newPrimaryStatus(4), false, at(95)), 98))
                .containsExactly(new Action.CloseGate());
        assertThat(read(BOTH.promoted(TWO), 12, 100))
                .containsExactly(
                        new Action.CloseGate(), new Action.Perform(new Decision.Fence("server2 is primary of term 4")));
    }

    /** It was shut by the kill, and opened again in the same step by the heartbeat before. */
    @Test
    void theGateStaysShutFromTheDecisionToKillOn() {
        beginAsPrimary();
        assertThat(take(new Event.Looked(stuck(), false), 100))
                .containsSubsequence(new Action.CloseGate(), new Action.Perform(HANGS))
                .doesNotHaveAnyElementsOfTypes(Action.OpenGate.class, Action.WriteHeartbeat.class);
        take(new Event.Beaten(at(95), SERVING, 22), 110);
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), true, at(105)), 115);
        take(new Event.NotLooked(), 120);
        take(new Event.Acted(HANGS, Decision.Outcome.DONE), 130);
        take(new Event.NotLooked(), 140);
        assertThat(actions).doesNotHaveAnyElementsOfTypes(Action.OpenGate.class, Action.WriteHeartbeat.class);
        assertThat(state.gateUntil()).isNull();
    }

    @Test
    void aPrimaryWhoseMysqldCannotBeKilledHandsOver() {
        beginAsPrimary();
        take(new Event.Looked(stuck(), false), 100);
        take(new Event.Acted(HANGS, Decision.Outcome.SURVIVED), 1100);
        actions.clear();
        take(new Event.Looked(stuck(), false), 1110);
        read(BOTH, 11, 1120);
        assertThat(state.sentence()).startsWith("hands over: its mysqld was killed and does not end");
        assertThat(actions)
                .anyMatch(action -> action instanceof Action.WriteHeartbeat beat
                        && beat.heartbeat().handingOver())
                .doesNotHaveAnyElementsOfTypes(Action.OpenGate.class);
        assertThat(state.status().serving()).isFalse();
        assertThat(state.status().incarnation()).as("nothing to count on").isNull();
    }

    /** A look at a mysqld that hangs takes seconds. */
    @Test
    void aPrimaryWhoseMysqldCannotBeKilledHandsOverBeforeItIsLookedAtAgain() {
        beginAsPrimary();
        take(new Event.Looked(stuck(), false), 100);
        take(new Event.Acted(HANGS, Decision.Outcome.SURVIVED), 400);
        read(BOTH, 11, 410);
        assertThat(state.sentence()).startsWith("hands over: its mysqld was killed and does not end");
    }

    /** In the simulation (seed 573911) it said for ever that it kills mysqld: its taint could not be written down, on the same storage. */
    @Test
    void anActThatHangsHidesNothingOfAMysqldThatDoesNotEnd() {
        beginAsPrimary();
        take(new Event.Looked(released(false), false), 50);
        assertThat(state.pending().act()).isEqualTo(new Decision.MarkTainted());
        read(BOTH.alone(), 12, 60);
        take(new Event.Looked(released(true), false), 100);
        take(new Event.Acted(HANGS, Decision.Outcome.SURVIVED), 1100);
        read(BOTH.alone(), 12, 1110);
        assertThat(state.pending().act()).as("still under way").isEqualTo(new Decision.MarkTainted());
        assertThat(state.sentence()).startsWith("server1 is primary without partner, and its mysqld was killed");
    }

    /** Else its partner, which is well, would wait until the silence is long enough. */
    @Test
    void anActThatHangsHoldsNoHandOverUpThatHasToBeSettledFirst() {
        beginAsPrimary();
        take(new Event.Looked(released(true), false), 50);
        take(new Event.Acted(HANGS, Decision.Outcome.SURVIVED), 1050);
        state = state.remember(m -> m.with(new LastWrite.Adrift(11)));
        actions.clear();
        read(BOTH, 11, 1060);
        assertThat(actions).contains(new Action.WriteState(BOTH, 11, ClusterKeys.ANY_REVISION));
        take(new Event.Swapped(12), 1070);
        assertThat(state.sentence()).startsWith("hands over: its mysqld was killed and does not end");
    }

    private static DatabaseStatus released(boolean stuck) {
        DatabaseStatus.Running released = Situation.serving(
                primary(true, true, Set.of(TWO), "0-1-10"),
                new DatabaseStatus.Serving(Set.of(TWO), Set.of(TWO), null, true, 0));
        return stuck ? released.hanging() : released;
    }

    @Test
    void aPrimaryWhoseKilledMysqldHasEndedGoesOnAsAfterAnyOtherEnd() {
        beginAsPrimary();
        take(new Event.Looked(stuck(), false), 100);
        take(new Event.Acted(HANGS, Decision.Outcome.SURVIVED), 1100);
        take(new Event.Looked(stuck(), false), 1101);
        read(BOTH, 11, 1102);
        take(new Event.Looked(new DatabaseStatus.Stopped(false), false), 1200);
        read(BOTH, 11, 1210);
        assertThat(state.memory().mysqld().kill()).isEqualTo(OwnMysqld.Kill.NONE);
        assertThat(state.memory().handover().isOffered()).isTrue();
        assertThat(state.sentence()).isEqualTo("waits for server2 to take over.");
    }

    /** For as long as a kill that did not come about says that mysqld may live on. */
    @Test
    void aKillThatWasNotCarriedOutCondemnsNobody() {
        beginAsPrimary();
        take(new Event.Looked(stuck(), false), 100);
        take(new Event.Acted(HANGS, Decision.Outcome.REFUSED), 105);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 110);
        assertThat(actions).contains(new Action.OpenGate(at(607)));
    }

    private static DatabaseStatus stuck() {
        return primary(true, true, Set.of(TWO), "0-1-10").hanging();
    }

    @Test
    void aPrimaryThatHandedOverIsNotKilledWhileItIsMadeAReplica() {
        beginAsPrimary();
        state = state.remember(m -> m.with(new Handover.Offered(at(40), true)));
        Event closed = new Event.Looked(primary(false, true, Set.of(), "0-1-10"), false);
        take(closed, 50);
        assertThat(read(BOTH.promoted(TWO), 12, 100)).contains(new Action.Perform(new Decision.Demote(TWO)));
        assertThat(take(closed, 110)).doesNotHaveAnyElementsOfTypes(Action.Perform.class);
        take(new Event.Acted(state.pending().act(), Decision.Outcome.DONE), 115);
        assertThat(state.memory().handover().isOffered()).isFalse();
    }

    @Test
    void aHandOverClosesTheGateBeforeTheHeartbeatSaysSo() {
        beginAsPrimary();
        List<Action> begun = take(new Event.Looked(new DatabaseStatus.Stopped(false), false), 100);
        assertThat(begun)
                .containsSubsequence(
                        new Action.CloseGate(),
                        new Action.WriteHeartbeat(
                                new Heartbeat(3, ONE, Heartbeat.Sign.HANDING_OVER, 100, 100), 11, 21));
    }

    @Test
    void aHeartbeatThatEtcdShowsLateCountsFromWhenItWasWritten() {
        beginAsPartner();
        beat(serving(1500), 21, 1600);
        beat(serving(1600), 22, 3500);
        assertThat(seen())
                .as("half as much again for slow clocks, and the millisecond cut off")
                .isEqualTo(at(1751));
        beat(serving(5000), 23, 3600);
        assertThat(seen()).as("not after it was seen").isEqualTo(at(3600));
        beat(new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 101, 5010), 24, 9000);
        assertThat(seen()).as("another agent has another clock").isEqualTo(at(9000));
    }

    private void beat(Heartbeat heartbeat, long revision, long millis) {
        take(new Event.Read(at(millis - 1), new Recorded(BOTH, 11), heartbeat, revision, false, null), millis);
    }

    private Tick seen() {
        return Objects.requireNonNull(state.view().heartbeat()).seen();
    }

    @Test
    void thePartnerPromisesOnlyWhatItCanKeep() {
        beginAsPartner();
        assertThat(take(new Event.Asked(primaryStatus(true, 1, true), at(1)), 10))
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Answer.class,
                        answer -> assertThat(answer.promise()).isTrue());
        takeOver();
        assertThat(state.pending().swap()).isInstanceOf(Decision.Promote.class);
        assertThat(take(new Event.Asked(primaryStatus(true, 1, true), at(2)), 1002))
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Answer.class,
                        answer -> assertThat(answer.promise()).isFalse());
        take(new Event.MaybeSwapped(), 1150);
        assertThat(take(new Event.Asked(primaryStatus(true, 1, true), at(3)), 1160))
                .as("its swap may still happen")
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Answer.class,
                        answer -> assertThat(answer.promise()).isFalse());
    }

    @Test
    void aSwapWithoutAnswerIsSettledWhenTheKeyHasMovedOn() {
        beginAsPartner();
        takeOver();
        take(new Event.MaybeSwapped(), 1150);
        assertThat(state.memory().isSettled()).isFalse();
        read(BOTH, 11, 1200);
        assertThat(state.memory().isSettled())
                .as("the same revision proves nothing")
                .isFalse();
        read(BOTH, 12, 1300);
        assertThat(state.memory().isSettled()).isTrue();
    }

    @Test
    void aTakeoverComparesStateAndHeartbeat() {
        beginAsPartner();
        assertThat(takeOver()).contains(new Action.WriteState(BOTH.promoted(TWO), 11, 20));
    }

    @Test
    void whileAnActIsUnderWayNothingElseIsBegun() {
        beginAsPartner();
        read(BOTH, 11, 1000);
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"), false), 1001);
        assertThat(state.pending().act()).isInstanceOf(Decision.StopReceiver.class);
        actions.clear();
        read(BOTH, 11, 1010);
        assertThat(actions).isEmpty();
        take(new Event.Acted(state.pending().act(), Decision.Outcome.DONE), 1020);
        read(BOTH, 11, 1030);
        assertThat(actions).as("it looks before it goes on").isEmpty();
    }
}
