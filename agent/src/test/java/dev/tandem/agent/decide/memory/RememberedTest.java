package dev.tandem.agent.decide.memory;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.NOW;
import static dev.tandem.agent.decide.Situation.ONE;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.decide.memory.OwnMysqld.Kill;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.MemberStatus.Admission;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each record of {@link Memory} makes of what happens. */
class RememberedTest {
    private static final MachineName THREE = new MachineName("server3");
    private static final ClusterState BOTH = ClusterState.parse("term=3 primary=server1 partner=server2#a1");

    // --- the last write

    @Test
    void aWriteOfUnknownOutcomeIsDeadWhenTheKeyHasMovedOn() {
        LastWrite adrift = new LastWrite.Adrift(7);
        assertThat(adrift.read(new Recorded(BOTH, 6), ONE)).as("an old read").isEqualTo(adrift);
        assertThat(adrift.read(new Recorded(BOTH, 7), ONE)).as("proves nothing").isEqualTo(adrift);
        assertThat(adrift.read(new Recorded(BOTH, 8), ONE)).isEqualTo(new LastWrite.Settled());
    }

    @Test
    void whoTheStateNamesReckonsWithWhatAnEarlierAgentSent() {
        Recorded read = new Recorded(BOTH, 7);
        assertThat(new LastWrite.Unknown().read(read, ONE)).isEqualTo(new LastWrite.Adrift(7));
        assertThat(new LastWrite.Unknown().read(read, TWO)).isEqualTo(new LastWrite.Adrift(7));
        assertThat(new LastWrite.Unknown().read(read, THREE)).isEqualTo(new LastWrite.Settled());
    }

    // --- the own mysqld

    @Test
    void aKillIsOverWhenMysqldWasSeenToBeGone() {
        OwnMysqld killed = OwnMysqld.UNTOUCHED.adrift().mark().killed();
        assertThat(killed.kill()).isEqualTo(Kill.BEGUN);
        assertThat(killed.gone()).as("the next one is another one").isEqualTo(OwnMysqld.UNTOUCHED);
        assertThat(killed.alive().kill()).as("it is still there").isEqualTo(Kill.SURVIVED);
        assertThat(killed.alive().killed().kill()).as("killed once more").isEqualTo(Kill.SURVIVED);
        assertThat(OwnMysqld.UNTOUCHED.alive().kill()).as("nobody killed it").isEqualTo(Kill.NONE);
    }

    @Test
    void aLookAtAMysqldThatRunsDoesNotForgetAnOrder() {
        assertThat(OwnMysqld.UNTOUCHED.adrift().alive().orderAdrift()).isTrue();
    }

    @Test
    void whatFailedIsTriedAgainAfterAMoment() {
        OwnMysqld failed = OwnMysqld.UNTOUCHED.notRevived(at(1000));
        assertThat(failed.mayBeRevived(at(5999))).isFalse();
        assertThat(failed.mayBeRevived(at(6000))).isTrue();
        assertThat(failed.gone().mayBeRevived(at(5999)))
                .as("that it does not run is no news")
                .isFalse();
        assertThat(failed.revived().mayBeRevived(at(1001))).isTrue();
    }

    // --- the hand-over

    @Test
    void aHandOverThatBeganAsASwitchoverHurries() {
        assertThat(new Handover.Closed(NOW).offered(NOW).isSwitchover()).isTrue();
        assertThat(new Handover.Paused(NOW).offered(NOW).isSwitchover())
                .as("mysqld died meanwhile, and the routers still hold work back")
                .isTrue();
        assertThat(new Handover.None().offered(NOW).isSwitchover()).isFalse();
        assertThat(new Handover.TakenBack(NOW).offered(NOW).isSwitchover()).isFalse();
    }

    @Test
    void theEndOfASwitchoverTakesNothingBack() {
        assertThat(new Handover.Paused(NOW).withoutSwitchover()).isEqualTo(new Handover.None());
        assertThat(new Handover.Closed(NOW).withoutSwitchover()).isEqualTo(new Handover.None());
        assertThat(new Handover.Offered(NOW, true).withoutSwitchover()).isEqualTo(new Handover.Offered(NOW, false));
        assertThat(new Handover.TakenBack(NOW).withoutSwitchover()).isEqualTo(new Handover.TakenBack(NOW));
    }

    // --- the heartbeat

    @Test
    void onlyAHeartbeatOfTheTermThatSaysSoShowsThatItServes() {
        Heartbeat serving = new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 1, 0);
        Heartbeat offering = new Heartbeat(3, ONE, Heartbeat.Sign.HANDING_OVER, 1, 0);
        OwnHeartbeat confirmed = OwnHeartbeat.NONE.limited().confirmed(serving, NOW);
        assertThat(confirmed.servedIn(3)).isEqualTo(NOW);
        assertThat(confirmed.servedIn(4)).isNull();
        assertThat(confirmed.confirmed(offering, NOW).servedIn(3)).isNull();
        assertThat(confirmed.news().servedIn(3)).isNull();
        assertThat(confirmed.farewell()).isEqualTo(new OwnHeartbeat(null, true, true));
    }

    // --- the candidate

    @Test
    void aSampleIsOfItsCandidate() {
        Voice.Sample sample = sample(true);
        assertThatThrownBy(() -> new Voice.Candidate(THREE, sample))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sample of server2#a1 says nothing of server3");
        assertThat(Voice.ofInvited(TWO, NOW).sampled(sample).candidate()).isEqualTo(new Voice.Candidate(TWO, sample));
    }

    @Test
    void whatWasSampledBeforeCommitsWaitedCountsOn() {
        Voice before = Voice.ofInvited(TWO, NOW).sampled(sample(false));
        assertThat(before.recounted()).isEqualTo(before);
        assertThat(before.sampled(sample(true)).recounted()).isEqualTo(Voice.ofInvited(TWO, NOW));
        assertThat(Voice.ofNobody(NOW).recounted()).isEqualTo(Voice.ofNobody(NOW));
    }

    private static Voice.Sample sample(boolean semiSync) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new Voice.Sample(new Partner(TWO, LIFE), position, position, semiSync, NOW);
    }

    // --- who is let in

    @Test
    void aReplicaIsLetInOnceForEachKnock() {
        Admissions heard = Admissions.NONE.heard(knocking(4));
        assertThat(heard.isAwaitedBy(knocking(4)))
                .as("asked of an earlier agent, which may still let it in")
                .isFalse();
        assertThat(heard.heard(knocking(5)).isAwaitedBy(knocking(5))).isTrue();
        Admissions done = heard.done(TWO, new Admission(5, true));
        assertThat(done.isAwaitedBy(knocking(5))).isFalse();
        assertThat(done.isAwaitedBy(knocking(6))).isTrue();
        Admissions expelled = done.expelled(TWO);
        assertThat(expelled.admitted()).isEmpty();
        assertThat(expelled.isAwaitedBy(knocking(5))).as("it has to ask again").isFalse();
        assertThat(expelled.isAwaitedBy(knocking(6))).isTrue();
        assertThat(expelled.expelled(TWO)).isEqualTo(expelled);
    }

    @Test
    void whoIsNotHeardDoesNotWait() {
        assertThat(Admissions.NONE.isAwaitedBy(knocking(4))).isFalse();
    }

    /** While it is let in with a voice, nobody knows whether it has one already; that it has none is known only at the end. */
    @Test
    void aReplicaCountsAsVoicelessFromTheEndToTheBeginning() {
        Admissions without = Admissions.NONE.done(TWO, new Admission(5, false));
        assertThat(without.voiceless()).isEqualTo(Set.of(TWO));
        assertThat(without.begun(TWO, false).voiceless()).isEqualTo(Set.of(TWO));
        assertThat(without.begun(TWO, true).voiceless()).isEmpty();
        assertThat(Admissions.NONE.begun(TWO, false).voiceless()).isEmpty();
    }

    private static MemberStatus knocking(long knock) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new MemberStatus(TWO, 3, false, true, LIFE, position, position, knock, Map.of(), null, true, null);
    }

    // --- what it asked for as a replica

    @Test
    void aKnockIsGoodForOneConnection() {
        AsReplica fresh = AsReplica.ofNewAgent(1000, at(0));
        assertThat(fresh.toldKnock())
                .as("a connection that it found well stays")
                .isZero();
        AsReplica asked = fresh.knock(NOW);
        assertThat(asked.toldKnock()).isEqualTo(1001);
        assertThat(asked.connects().wish()).isEqualTo(AsReplica.Wish.USED);
        assertThat(asked.connects().toldKnock()).isEqualTo(1001);
        assertThat(asked.connects().knock(NOW)).isEqualTo(new AsReplica(1002, AsReplica.Wish.OPEN, NOW, null));
    }

    @Test
    void itHasRetiredWhenTheStateHasMovedOnSince() {
        AsReplica retired = AsReplica.ofNewAgent(1, NOW).retired(7);
        assertThat(retired.isRetiredBefore(7)).isFalse();
        assertThat(retired.isRetiredBefore(8)).isTrue();
        assertThat(retired.back().isRetired()).isFalse();
        assertThat(retired.back().isRetiredBefore(8)).isFalse();
    }

    // --- the past

    @Test
    void threeFailoversInTenMinutesAreTooMany() {
        Past two = Past.NONE.failover(at(0)).failover(at(1));
        assertThat(two.hasTooManyFailovers(at(2))).isFalse();
        Past three = two.failover(at(2));
        assertThat(three.hasTooManyFailovers(at(3))).isTrue();
        assertThat(three.hasTooManyFailovers(at(599_999))).isTrue();
        assertThat(three.hasTooManyFailovers(at(600_000))).isFalse();
        assertThat(three.forgiven().hasTooManyFailovers(at(3))).isFalse();
    }

    @Test
    void onlyTheLastFailoversAreKept() {
        Past past = Past.NONE;
        for (int i = 0; i < 100; i++) {
            past = past.failover(at(i));
        }
        assertThat(past.failovers()).hasSize(6).endsWith(at(99));
    }

    @Test
    void aRequestThatIsGoneChangesNothing() {
        Request request = new Request(4, Request.Kind.RESTART, TWO);
        Past done = Past.NONE.done(request);
        assertThat(done.isDone(request)).isTrue();
        assertThat(done.done(null)).isEqualTo(done);
        assertThat(Past.NONE.isDone(request)).isFalse();
    }
}
