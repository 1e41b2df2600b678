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

import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often an agent looks: seldom while nothing happens, and not a moment longer. */
class PaceTest {
    private static final ClusterState BOTH = ClusterState.parse("term=3 primary=server1 partner=server2#a1");
    private static final ClusterState ALONE = ClusterState.parse("term=3 primary=server1 partner=none");
    private static final Running OPEN = primary(true, true, Set.of(TWO), "0-1-10");

    private final Agent agent = new Agent();
    private AgentState state = AgentState.ofNewAgent(ONE, List.of(TWO), at(0), 100, Timing.REPLICA_LAG);

    private void take(Event event, long millis) {
        state = agent.step(state, Situation.answered(event, millis), at(millis)).state();
    }

    private void read(ClusterState recorded, long beat, @Nullable Request request, long millis) {
        Heartbeat serving = new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, millis);
        take(new Event.Read(at(millis - 1), new Recorded(recorded, 11), serving, beat, false, request), millis);
    }

    private void begin(MachineName self, Running database, ClusterState recorded) {
        state = AgentState.ofNewAgent(self, List.of(self.equals(ONE) ? TWO : ONE), at(0), 100, Timing.REPLICA_LAG);
        take(new Event.Looked(database, false), 1);
        read(recorded, 20, null, 3);
        take(new Event.Swapped(11), 5);
        take(
                new Event.Answered(
                        self.equals(ONE) ? replicaStatus(LIFE, "0-1-10") : primaryStatus(true, 1, true), false, at(6)),
                7);
        take(new Event.Looked(database, false), 101);
        read(recorded, 21, null, 103);
        if (self.equals(ONE)) {
            take(new Event.Beaten(at(101), new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, 101), 22), 104);
        }
    }

    private void beginAsPrimary() {
        begin(ONE, OPEN, BOTH);
    }

    private void beginAsPartner() {
        begin(TWO, replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"), BOTH);
    }

    @Test
    void aPrimaryWithItsPartnerIsCalm() {
        beginAsPrimary();
        assertThat(Pace.of(state)).isEqualTo(Timing.CALM);
    }

    @Test
    void aPartnerThatHearsItsPrimaryIsCalm() {
        beginAsPartner();
        assertThat(Pace.of(state)).isEqualTo(Timing.CALM);
    }

    @Test
    void anAgentThatKnowsNothingYetIsNot() {
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }

    @Test
    void aCommitThatWaitsEndsIt() {
        beginAsPrimary();
        Running waits = Situation.serving(OPEN, new Serving(Set.of(TWO), Set.of(TWO), at(300), false, 0));
        take(new Event.Looked(waits, false), 301);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }

    /** Commits wait for what the next look says. */
    @Test
    void aPartnerThatIsAboutToBeGivenUpIsAskedForAllTheTime() {
        beginAsPrimary();
        take(new Event.NotLooked(), 601);
        assertThat(Pace.of(state)).isEqualTo(Timing.HURRY);
        take(new Event.NotLooked(), 1001);
        assertThat(Pace.of(state)).as("its own mysqld does not answer").isNotEqualTo(Timing.HURRY);
    }

    @Test
    void aPrimaryWithoutPartnerLooksForOne() {
        begin(ONE, primary(true, false, Set.of(), "0-1-10"), ALONE);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }

    @Test
    void etcdThatDoesNotAnswerEndsIt() {
        beginAsPrimary();
        take(new Event.Looked(OPEN, false), 301);
        assertThat(Pace.of(state)).isEqualTo(Timing.CALM);
        take(new Event.Looked(OPEN, false), 602);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }

    @Test
    void aWishOfAnOperatorEndsIt() {
        beginAsPrimary();
        read(BOTH, 22, new Request(7, Request.Kind.SWITCHOVER, TWO), 203);
        assertThat(Pace.of(state)).isLessThan(Timing.CALM);
    }

    @Test
    void aPrimaryThatIsNotHeardEndsIt() {
        beginAsPartner();
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"), false), 402);
        read(BOTH, 21, null, 403);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
        read(BOTH, 21, null, 803);
        assertThat(Pace.of(state)).isEqualTo(Timing.HURRY);
    }

    /** It is about to say that it is too old to be read from, and has to look at what proves that it is not. */
    @Test
    void aReplicaOfWhichHalfTheAgeHasGoneByIsNotCalm() {
        beginAsPartner();
        Running partner = replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10");
        for (long millis = 200; millis <= 2400; millis += 100) {
            read(BOTH, millis, null, millis);
            take(new Event.Looked(partner, false), millis + 6);
        }
        assertThat(Pace.of(state)).isEqualTo(Timing.CALM);
        read(BOTH, 2500, null, 2500);
        take(new Event.Looked(partner, false), 2506);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }

    @Test
    void aReplicaThatReceivesNothingEndsIt() {
        beginAsPartner();
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTING, "0-1-10", "0-1-10"), false), 203);
        assertThat(Pace.of(state)).isEqualTo(Timing.LOOP);
    }
}
