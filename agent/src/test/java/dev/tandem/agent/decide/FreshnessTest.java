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

import dev.tandem.agent.decide.Offer.Readers;
import dev.tandem.agent.decide.Offer.Use;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MemberStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is read from: server2, a replica of server1, unless a test says otherwise. The limit is five seconds. */
class FreshnessTest {
    private static final ClusterState BOTH = ClusterState.parse("term=3 primary=server1 partner=server2#a1");

    private final Agent agent = new Agent();
    private AgentState state = AgentState.ofNewAgent(TWO, List.of(ONE), at(0), 100, Timing.REPLICA_LAG);

    private void take(Event event, long millis) {
        state = agent.step(state, Situation.answered(event, millis), at(millis)).state();
    }

    private void read(ClusterState recorded, long millis) {
        long revision = recorded.equals(BOTH) ? 10 : 10 + millis;
        Heartbeat heartbeat = new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, millis);
        take(new Event.Read(at(millis), new Recorded(recorded, revision), heartbeat, millis, false, null), millis);
    }

    private void look(String applied, long heartbeats, long millis) {
        Running running = replica(LIFE, Receiving.CONNECTED, applied, "0-1-10");
        Following following = new Following(ONE, Receiving.CONNECTED, true, true, heartbeats);
        take(new Event.Looked(Situation.following(running, following), false), millis);
    }

    /** The primary's agent answers what was asked then, and says that it has 0-1-10. */
    private void answer(boolean serving, long sent, long millis) {
        take(new Event.Answered(primaryStatus(serving, 1, true), false, at(sent)), millis);
    }

    private Offer offer(long millis) {
        return agent.offer(state, at(millis));
    }

    private void beginFresh() {
        read(BOTH, 1);
        look("0-1-10", 0, 2);
        answer(true, 3, 5);
        look("0-1-10", 0, 10);
    }

    @Test
    void aReplicaThatHasWhatThePrimaryHadIsReadFrom() {
        beginFresh();
        assertThat(offer(20)).isEqualTo(new Offer(Use.NO_MORE, Use.YES, Readers.IN, true));
        assertThat(state.status().isReadable()).isTrue();
    }

    /** Its agent hears nothing and nothing comes: it was read from for ever. */
    @Test
    void aReplicaThatReceivesNothingIsReadFromForFiveSeconds() {
        beginFresh();
        look("0-1-10", 0, 4502);
        assertThat(offer(4502).reads()).as("before").isEqualTo(Use.YES);
        look("0-1-10", 0, 4503);
        assertThat(offer(4503))
                .as("its readers leave")
                .isEqualTo(new Offer(Use.NO_MORE, Use.NO_MORE, Readers.IN, false));
        assertThat(state.status().isReadable()).as("and the primary takes them").isFalse();
        assertThat(offer(5003)).as("or are cut").isEqualTo(new Offer(Use.NO_MORE, Use.NO, Readers.OUT, false));
    }

    @Test
    void oneThatDoesNotApplyGrowsOldAlthoughEverythingComes() {
        beginFresh();
        for (long millis = 100; millis <= 5100; millis += 500) {
            read(BOTH, millis);
            look("0-1-9", millis, millis);
            answer(true, millis, millis);
        }
        assertThat(offer(5100).readers()).isEqualTo(Readers.OUT);
        look("0-1-10", 5101, 5200);
        assertThat(offer(5200).reads()).as("by itself").isEqualTo(Use.YES);
    }

    /** Else it goes to and fro: half of the limit is young enough to come back. */
    @Test
    void itComesBackAtHalfOfTheLimit() {
        beginFresh();
        look("0-1-9", 0, 4600);
        answer(true, 1000, 4600);
        look("0-1-10", 0, 4700);
        assertThat(offer(4700).reads()).as("3.7 s").isEqualTo(Use.NO_MORE);
        answer(true, 2300, 4700);
        look("0-1-10", 0, 4750);
        assertThat(offer(4750).reads()).as("2.45 s").isEqualTo(Use.YES);
    }

    @Test
    void aHeartbeatOfReplicationProvesAsMuchWithoutThePrimarysAgent() {
        beginFresh();
        look("0-1-10", 1, 4000);
        read(BOTH, 4050);
        look("0-1-10", 2, 4100);
        assertThat(state.memory().freshness().complete())
                .as("as of the look before")
                .isEqualTo(at(4000));
    }

    /** The old primary sends them too, to who does not know that there is a new one. */
    @Test
    void aHeartbeatProvesNothingAfterTheLastReadThatNamedItsSender() {
        beginFresh();
        look("0-1-10", 1, 4000);
        look("0-1-10", 2, 4100);
        assertThat(state.memory().freshness().complete()).isEqualTo(at(3));
    }

    /** What came between the last answer and this one came at any moment between them. */
    @Test
    void aHeartbeatProvesNothingAfterTheLastLookThatWasAnswered() {
        beginFresh();
        look("0-1-10", 1, 4000);
        notAnswered(4050);
        read(BOTH, 4075);
        look("0-1-10", 2, 4100);
        assertThat(state.memory().freshness().complete()).isEqualTo(at(4000));
    }

    /** Else a replica that applies nothing would be told again and again that the primary has no more. */
    @Test
    void aPrimaryThatDoesNotSeeWhatItsMysqldHasSaysNothingOfIt() {
        beginAsPrimary();
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 100);
        notAnswered(399);
        assertThat(state.status().isReadable()).as("299 ms").isTrue();
        notAnswered(400);
        assertThat(state.status().isReadable()).isFalse();
    }

    /** A look at mysqld that shows what the last one showed. */
    private void notAnswered(long millis) {
        state = agent.step(state, new Event.Looked(state.database(), false), at(millis))
                .state();
    }

    /** A machine that was away for an hour receives and applies all the time, what is an hour old. */
    @Test
    void thatSomethingIsReceivedAndAppliedProvesNothing() {
        read(BOTH, 1);
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTED, "0-1-1", "0-1-2"), false), 2);
        read(BOTH, 3);
        take(new Event.Looked(replica(LIFE, Receiving.CONNECTED, "0-1-8", "0-1-8"), false), 1100);
        assertThat(offer(1100).reads()).isEqualTo(Use.NO);
    }

    @Test
    void whoDoesNotLetClientsInProvesNothing() {
        beginFresh();
        answer(false, 3000, 3001);
        assertThat(state.memory().freshness().complete()).isEqualTo(at(3));
    }

    @Test
    void aNewAgentLeavesReadersAsTheyWereForAMoment() {
        read(BOTH, 1);
        look("0-1-10", 0, 2);
        assertThat(offer(2)).isEqualTo(new Offer(Use.NO_MORE, Use.NO_MORE, Readers.AS_THEY_WERE, true));
        look("0-1-10", 0, 1000);
        assertThat(offer(1000).readers()).isEqualTo(Readers.OUT);
    }

    @Test
    void withoutALimitAReplicaIsReadFromAtAnyAge() {
        state = AgentState.ofNewAgent(TWO, List.of(ONE), at(0), 100, Duration.ZERO);
        read(BOTH, 1);
        look("0-1-9", 0, 2);
        look("0-1-9", 0, 3_600_000);
        assertThat(offer(3_600_000).reads()).isEqualTo(Use.YES);
        assertThat(state.status().isReadable()).isTrue();
    }

    /** Its data ended as it was closed; nobody wrote since. */
    @Test
    void aPrimaryThatBecomesReplicaIsAsYoungAsItsLastHeartbeat() {
        beginAsPrimary();
        take(new Event.Looked(replicaOfTwo(), false), 200);
        assertThat(offer(200))
                .as("not yet its replica by what etcd says")
                .extracting(Offer::readers)
                .isEqualTo(Readers.BECOME_CLIENTS);
        take(new Event.Asked(Situation.newPrimaryStatus(4), at(1)), 205);
        read(ClusterState.parse("term=4 primary=server2 partner=none"), 210);
        assertThat(offer(220)).extracting(Offer::reads, Offer::readers).containsExactly(Use.YES, Readers.IN);
    }

    @Test
    void thePrimaryIsReadFromWhileNoReplicaIs() {
        beginAsPrimary();
        assertThat(offer(20).reads()).as("nobody else is heard").isEqualTo(Use.YES);
        take(new Event.Asked(replicaStatus(LIFE, "0-1-10"), at(1)), 30);
        assertThat(offer(30).reads()).isEqualTo(Use.NO_MORE);
        take(new Event.Asked(old(replicaStatus(LIFE, "0-1-10")), at(2)), 40);
        assertThat(offer(40).reads()).as("the replica is old").isEqualTo(Use.YES);
    }

    @Test
    void oneThatIsJustBecomingPrimaryIsReadFromAtAnyAge() {
        beginFresh();
        read(BOTH.promoted(TWO), 9000);
        look("0-1-10", 0, 9001);
        assertThat(offer(9001)).isEqualTo(new Offer(Use.NO_MORE, Use.YES, Readers.BECOME_CLIENTS, false));
    }

    private void beginAsPrimary() {
        state = AgentState.ofNewAgent(ONE, List.of(TWO), at(0), 100, Timing.REPLICA_LAG);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 1);
        read(BOTH, 3);
        take(new Event.Swapped(11), 5);
        take(new Event.Looked(primary(true, true, Set.of(TWO), "0-1-10"), false), 7);
        take(new Event.Beaten(at(7), new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, 7), 21), 9);
    }

    private static Running replicaOfTwo() {
        return Situation.following(
                replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"),
                new Following(TWO, Receiving.CONNECTED, false, true, 0));
    }

    private static MemberStatus old(MemberStatus status) {
        return new MemberStatus(
                status.machine(),
                status.term(),
                false,
                true,
                status.incarnation(),
                status.binlog(),
                GtidPosition.parse("0-1-10"),
                0,
                status.admitted(),
                null,
                false,
                null);
    }
}
