package dev.tandem.agent.decide.decision;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.NEXT_LIFE;
import static dev.tandem.agent.decide.Situation.NOW;
import static dev.tandem.agent.decide.Situation.ONE;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.asOne;
import static dev.tandem.agent.decide.Situation.asTwo;
import static dev.tandem.agent.decide.Situation.at;
import static dev.tandem.agent.decide.Situation.primary;
import static dev.tandem.agent.decide.Situation.primaryStatus;
import static dev.tandem.agent.decide.Situation.replica;
import static dev.tandem.agent.decide.Situation.replicaStatus;
import static dev.tandem.agent.decide.Situation.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Situation;
import dev.tandem.agent.decide.memory.Admissions;
import dev.tandem.agent.decide.memory.AsReplica;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.OwnHeartbeat;
import dev.tandem.agent.decide.memory.OwnHeartbeat.Confirmed;
import dev.tandem.agent.decide.memory.Past;
import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.agent.decide.memory.Voice.Sample;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.DatabaseStatus.Stopped;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final String BOTH = "term=3 primary=server1 partner=server2#a1";
    private static final String ALONE = "term=3 primary=server1 partner=none";

    // --- a mysqld that does not end

    @Test
    void aPrimaryWhoseMysqldDoesNotEndHandsOverAndTakesNothingBack() {
        Situation killed = asOne(BOTH).remember(m -> m.with(m.mysqld().survived()));
        assertThat(killed.decision()).isInstanceOf(Decision.HandOver.class);
        killed.remember(m -> m.with(new Handover.Offered(at(99_000), false)));
        assertThat(killed.decision().sentence()).isEqualTo("waits for server2 to take over.");
        killed.remember(m -> m.with(new Handover.Offered(at(90_000), false)));
        assertThat(killed.decision().sentence())
                .isEqualTo(
                        "server1 is primary, its mysqld was killed and does not end, as when storage does not answer,"
                                + " and server2 does not take over; mend its storage, or switch the machine off and on, or bring"
                                + " server2 back; nothing is lost if server2 is promoted in the life in which it is partner.");
    }

    @Test
    void aMysqldThatDoesNotEndOnAPrimaryWithoutPartnerIsSaid() {
        Situation killed = asOne(ALONE).remember(m -> m.with(m.mysqld().survived()));
        assertThat(killed.decision())
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refuse -> assertThat(refuse.remedy()).contains("switch the machine off and on"));
    }

    /** In the simulation (seed 911) a primary whose storage hung tried for ever to write its taint down there. */
    @Test
    void aTaintThatCannotBeWrittenDownHoldsNothingUp() {
        Serving lost = new Serving(Set.of(TWO), Set.of(TWO), null, true, 0);
        Situation released = asOne(BOTH).database(serving(primary(true, true, Set.of(TWO), "0-1-10"), lost));
        assertThat(released.decision()).isInstanceOf(Decision.MarkTainted.class);
        released.remember(m -> m.with(m.mysqld().mark()));
        assertThat(released.decision())
                .as("again, when nothing else is to be done")
                .isInstanceOf(Decision.MarkTainted.class);
        assertThat(released.remember(m -> m.with(m.mysqld().adrift())).decision())
                .isInstanceOf(Decision.Fence.class);
    }

    /** An order to it would not be answered, and it would be killed for that again and again. */
    @Test
    void nothingIsDoneToAReplicaThatDoesNotEnd() {
        Situation deposed = asOne("term=4 primary=server2 partner=none")
                .remember(m -> m.with(m.mysqld().survived().adrift()).with(new Handover.Offered(NOW, false)));
        assertThat(deposed.decision()).isInstanceOf(Decision.Stay.class);
        assertThat(asTwo(BOTH).remember(m -> m.with(m.mysqld().survived())).decision())
                .isInstanceOf(Decision.Withdraw.class);
    }

    // --- taking over

    @Test
    void aSilentPrimaryIsReplacedAfter900Milliseconds() {
        assertThat(asTwo(BOTH).silentFor(899).decision()).isNotInstanceOf(Decision.StopReceiver.class);
        assertThat(asTwo(BOTH).silentFor(900).decision()).isInstanceOf(Decision.StopReceiver.class);
    }

    @Test
    void silenceAloneIsNotEnough() {
        Situation agentAnswers = asTwo(BOTH).silentFor(2000).heard(primaryStatus(true, 1, true), 100);
        assertThat(agentAnswers.decision()).isInstanceOf(Decision.Stay.class);
        assertThat(withDatabaseButNoAgent(1499).decision().sentence()).contains("no second evidence");
    }

    @Test
    void aDatabaseWithoutItsAgentIsWaitedForALittle() {
        assertThat(withDatabaseButNoAgent(1500).decision().sentence())
                .isEqualTo(
                        "stops receiving: server1 is gone: no heartbeat for 1500 ms, and mysqld answers without its agent.");
    }

    private static Situation withDatabaseButNoAgent(long silentMillis) {
        return asTwo(BOTH)
                .silentFor(silentMillis)
                .heard(primaryStatus(true, 1, true), silentMillis)
                .databaseHeard(ONE, 100);
    }

    @Test
    void aPrimaryThatHandsOverIsReplacedAtOnce() {
        assertThat(asTwo(BOTH).handingOver().decision().sentence())
                .isEqualTo("stops receiving: server1 is gone: it hands over.");
    }

    @Test
    void aPromiseDelaysATakeover() {
        Situation promised =
                asTwo(BOTH).silentFor(5000).remember(m -> m.with(m.talk().promised(at(99_500))));
        assertThat(promised.decision()).isNotInstanceOf(Decision.StopReceiver.class);
    }

    @Test
    void everythingReceivedIsAppliedBeforeTheSwap() {
        Situation behind = asTwo(BOTH).silentFor(900).database(replica(LIFE, Receiving.STOPPED, "0-1-8", "0-1-10"));
        assertThat(behind.decision().sentence()).isEqualTo("applies what it has received before it takes over.");
        Situation done = asTwo(BOTH).silentFor(900).database(replica(LIFE, Receiving.STOPPED, "0-1-10", "0-1-10"));
        assertThat(done.decision())
                .isInstanceOfSatisfying(
                        Decision.Promote.class,
                        promote -> assertThat(promote.next())
                                .isEqualTo(ClusterState.parse("term=4 primary=server2 partner=none")));
    }

    @Test
    void aNewLifeIsNotThePartner() {
        Situation restarted =
                asTwo(BOTH).silentFor(5000).database(replica(NEXT_LIFE, Receiving.STOPPED, "0-1-10", "0-1-10"));
        assertThat(restarted.decision())
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.sentence())
                                .isEqualTo("server1 is gone and this machine has begun a new life since it was partner;"
                                        + " bring server1 back;"
                                        + " force would lose what it acknowledged after 0-1-10."));
    }

    @Test
    void nobodyIsPromotedInPlaceOfAPrimaryThatWasAlone() {
        assertThat(asTwo(ALONE).silentFor(5000).decision().sentence()).startsWith("server1 was alone");
    }

    @Test
    void afterThreeFailoversInTenMinutesItWaitsForAHuman() {
        Situation often = asTwo(BOTH).handingOver().remember(m -> m.with(new Past(List.of(NOW, NOW, NOW), 0)));
        assertThat(often.decision().sentence()).startsWith("3 failovers in 10 minutes are enough");
        often.request = new Request(1, Request.Kind.SWITCHOVER, TWO);
        assertThat(often.decision()).as("a switchover is no failover").isInstanceOf(Decision.StopReceiver.class);
    }

    @Test
    void afterAFalseAlarmItReceivesOnlyWhenItsSwapCanNotHappenAnyMore() {
        Situation alarm = asTwo(BOTH)
                .heard(primaryStatus(true, 1, true), 50)
                .database(replica(LIFE, Receiving.STOPPED, "0-1-10", "0-1-10"))
                .remember(m -> m.with(new AsReplica(1, AsReplica.Wish.OPEN, at(0), null)));
        assertThat(alarm.decision()).isEqualTo(new Decision.Receive(ONE, true));
        assertThat(alarm.remember(m -> m.with(new LastWrite.Adrift(7))).decision())
                .isInstanceOf(Decision.Settle.class);
    }

    // --- being a replica

    @Test
    void aPartnerWithdrawsBeforeItsThreadsStart() {
        Running stopped = replica(LIFE, Receiving.STOPPED, "0-1-10", "0-1-10");
        Running both = Situation.following(stopped, new Following(ONE, Receiving.STOPPED, true, false, 0));
        Situation partner = asTwo(BOTH).heard(primaryStatus(true, 1, true), 50).database(both);
        assertThat(partner.decision()).isInstanceOf(Decision.Withdraw.class);
    }

    /** Found by simulation: it connected with a voice that the primary had not let it in with, and was not shut out for it. */
    @Test
    void aReplicaConnectsWithTheVoiceThatItWasLetInWith() {
        Situation knocked = asTwo(ALONE)
                .heard(primaryStatus(true, 1, false), 50)
                .database(replica(LIFE, Receiving.STOPPED, "0-1-10", "0-1-10"))
                .remember(m -> m.with(new AsReplica(1, AsReplica.Wish.OPEN, at(0), null)));
        assertThat(knocked.decision()).isEqualTo(new Decision.Receive(ONE, false));
    }

    @Test
    void aReplicaThatTheBinlogRefusesIsRebuiltFromAPrimaryThatServes() {
        Situation diverged = asTwo(ALONE).database(replica(LIFE, Receiving.DIVERGED, "0-1-10", "0-1-10"));
        assertThat(diverged.decision()).isInstanceOf(Decision.Refuse.class);
        assertThat(diverged.heard(primaryStatus(true, 1, false), 50)
                        .remember(m -> m.with(m.replica().retired(6)))
                        .decision())
                .isInstanceOf(Decision.Rebuild.class);
    }

    /**
     * In the simulation (seed 1010) the primary had made it partner a moment before it began to copy, and it had not read that yet. The
     * state of a situation has revision 7.
     */
    @Test
    void aReplicaIsCopiedOnlyWhenTheStateHasMovedOnSinceItRetired() {
        Situation diverged = asTwo(ALONE)
                .database(replica(LIFE, Receiving.DIVERGED, "0-1-10", "0-1-10"))
                .heard(primaryStatus(true, 1, false), 50);
        assertThat(diverged.decision()).isInstanceOf(Decision.Retire.class);
        assertThat(diverged.remember(m -> m.with(m.replica().retired(7))).decision())
                .isEqualTo(new Decision.Settle(ClusterState.parse(ALONE)));
        assertThat(diverged.remember(m -> m.with(m.replica().retired(6))).decision())
                .isInstanceOf(Decision.Rebuild.class);
    }

    @Test
    void aReplicaThatRetiredForNothingReturns() {
        assertThat(asTwo(ALONE)
                        .heard(primaryStatus(true, 1, true), 50)
                        .remember(m -> m.with(m.replica().retired(6)))
                        .decision())
                .isEqualTo(new Decision.Return());
    }

    @Test
    void aPrimaryOfAnOlderTermIsKilled() {
        Situation old = asOne("term=4 primary=server2 partner=none");
        assertThat(old.decision().sentence()).isEqualTo("kills mysqld: server2 is primary of term 4.");
    }

    @Test
    void aPrimaryThatClosedForASwitchoverNeedsNoKill() {
        Situation closed = asOne("term=4 primary=server2 partner=none")
                .database(primary(false, true, Set.of(), "0-1-10"))
                .remember(m -> m.with(new Handover.Offered(NOW, true)));
        assertThat(closed.decision()).isEqualTo(new Decision.Demote(TWO));
    }

    // --- starting

    @Test
    void thePrimaryWithoutPartnerRecoversAsMaster() {
        assertThat(asOne(ALONE).database(new Stopped(false)).decision())
                .isInstanceOfSatisfying(
                        Decision.Start.class, start -> assertThat(start.role()).isEqualTo(RecoveryRole.MASTER));
    }

    @Test
    void aPrimaryWithAPartnerHandsOverInsteadOfRecovering() {
        assertThat(asOne(BOTH).database(new Stopped(false)).decision()).isInstanceOf(Decision.HandOver.class);
    }

    @Test
    void aHandOverIsTakenBackWhenThePartnerCannot() {
        Situation waiting =
                asOne(BOTH).database(new Stopped(false)).remember(m -> m.with(new Handover.Offered(at(98_000), false)));
        assertThat(waiting.decision()).isInstanceOf(Decision.Stay.class);
        assertThat(waiting.heard(replicaStatus(NEXT_LIFE, "0-1-10"), 100).decision())
                .isInstanceOf(Decision.TakeBack.class);
    }

    @Test
    void itStartsAgainOnlyWhenEtcdKnowsThatTheHandOverIsTakenBack() {
        Situation taken =
                asOne(BOTH).database(new Stopped(false)).remember(m -> m.with(new Handover.TakenBack(at(99_000))));
        assertThat(taken.decision()).isInstanceOf(Decision.Stay.class);
        taken.remember(m -> m.with(beaten(99_500)));
        assertThat(taken.decision()).isInstanceOf(Decision.Start.class);
    }

    @Test
    void aPartnerWithdrawsBeforeItsMysqldStartsAsSlave() {
        assertThat(asTwo(BOTH).database(new Stopped(false)).decision()).isInstanceOf(Decision.Withdraw.class);
        assertThat(asTwo(ALONE).database(new Stopped(false)).decision())
                .isInstanceOfSatisfying(
                        Decision.Start.class, start -> assertThat(start.role()).isEqualTo(RecoveryRole.SLAVE));
    }

    @Test
    void aTaintedMachineIsRebuilt() {
        Situation tainted = asTwo(ALONE).database(new Stopped(false)).heard(primaryStatus(true, 1, false), 50);
        tainted.tainted = true;
        assertThat(tainted.decision()).isInstanceOf(Decision.Retire.class);
        assertThat(tainted.remember(m -> m.with(m.replica().retired(6))).decision())
                .isInstanceOf(Decision.Rebuild.class);
    }

    @Test
    void whatCouldNotBeStartedIsTriedAgainAMomentLater() {
        Situation stopped = asTwo(ALONE)
                .database(new Stopped(false))
                .remember(m -> m.with(m.mysqld().notRevived(at(95_001))));
        assertThat(stopped.decision().sentence())
                .isEqualTo("could not start mysqld, or copy its data, and tries again in a moment.");
        assertThat(stopped.remember(m -> m.with(m.mysqld().notRevived(at(95_000))))
                        .decision())
                .isInstanceOf(Decision.Start.class);
    }

    // --- being primary

    @Test
    void itOpensWhenItsHeartbeatIsConfirmed() {
        Situation closed = asOne(ALONE).database(primary(false, false, Set.of(), "0-1-10"));
        assertThat(closed.decision()).isInstanceOf(Decision.Stay.class);
        assertThat(closed.remember(m -> m.with(beaten(99_900))).decision()).isEqualTo(new Decision.Open(3));
    }

    @Test
    void withAPartnerItOpensWhenThePartnerHasItsBinlog() {
        Situation closed = asOne(BOTH)
                .database(primary(false, true, Set.of(TWO), "0-1-12"))
                .remember(m -> m.with(beaten(99_900)));
        assertThat(closed.heard(replicaStatus(LIFE, "0-1-10"), 50).decision().sentence())
                .isEqualTo("opens when server2 has what is in the binlog.");
        assertThat(closed.heard(replicaStatus(LIFE, "0-1-12"), 50).decision()).isEqualTo(new Decision.Open(3));
    }

    /** Found by simulation (seed 1610): nothing is written while it is closed, so a dead partner's connection looked well for ever. */
    @Test
    void aClosedPrimaryGivesUpAPartnerThatIsNotHeard() {
        Situation closed = asOne(BOTH).database(primary(false, true, Set.of(TWO), "0-1-12"));
        assertThat(closed.heard(replicaStatus(LIFE, "0-1-12"), 1500).decision()).isInstanceOf(Decision.Reduce.class);
    }

    @Test
    void aPartnerThatDoesNotAcknowledgeIsGivenUp() {
        assertThat(asOne(BOTH).remember(m -> m.with(Voice.ofNobody(at(99_401)))).decision())
                .isInstanceOf(Decision.Stay.class);
        assertThat(asOne(BOTH).remember(m -> m.with(Voice.ofNobody(at(99_400)))).decision())
                .isInstanceOf(Decision.Reduce.class);
    }

    /** It was: the partner of a mysqld that stood still was given up after 600 ms, and nobody was left to take over. */
    @Test
    void aPartnerIsNotGivenUpForWhatAMysqldDoesNotSay() {
        Running commitWaits = Situation.serving(
                primary(true, true, Set.of(TWO), "0-1-10"),
                new Serving(Set.of(TWO), Set.of(TWO), at(99_399), false, 0));
        Situation silent = asOne(BOTH).remember(m -> m.with(Voice.ofNobody(at(99_350))));
        assertThat(silent.database(commitWaits.seen(at(99_949))).decision()).isInstanceOf(Decision.Stay.class);
        assertThat(silent.database(commitWaits.seen(at(99_950))).decision()).isInstanceOf(Decision.Reduce.class);
    }

    @Test
    void commitsAreReleasedOnlyWhenTheStateNamesNobodyAndNothingIsUnderWay() {
        Situation reduced = asOne(ALONE);
        assertThat(reduced.decision()).isEqualTo(new Decision.SemiSync(false, "there is no partner"));
        assertThat(reduced.remember(m -> m.with(new LastWrite.Adrift(7))).decision())
                .isInstanceOf(Decision.Settle.class);
    }

    @Test
    void aSampleCountsForTheLifeInWhichItWasTaken() {
        Sample sample = sample(true, 99_900);
        Situation making = asOne(ALONE).remember(m -> m.with(m.voice().sampled(sample)));
        assertThat(making.heard(replicaStatus(LIFE, "0-1-10"), 50).decision()).isInstanceOf(Decision.AddPartner.class);
        assertThat(making.heard(replicaStatus(NEXT_LIFE, "0-1-10"), 50).decision())
                .isInstanceOf(Decision.TakeSample.class);
    }

    /** Else it may have retired since: what it said may be old, and its data about to be thrown away (seed 1010). */
    @Test
    void aPartnerIsOneThatKnowsTheStateThatTheSwapReplaces() {
        Situation making = asOne(ALONE).remember(m -> m.with(m.voice().sampled(sample(true, 99_900))));
        MemberStatus said = replicaStatus(LIFE, "0-1-10");
        assertThat(making.heard(knowing(said, 7L), 50).decision()).isInstanceOf(Decision.AddPartner.class);
        assertThat(making.heard(knowing(said, null), 50).decision())
                .as("an older agent does not say what it knows")
                .isInstanceOf(Decision.AddPartner.class);
        for (long other : new long[] {0, 6, 8}) {
            assertThat(making.heard(knowing(said, other), 50).decision()).isInstanceOf(Decision.Stay.class);
        }
        making.remember(m -> m.with(m.voice().sampled(sample(true, 99_400))));
        assertThat(making.heard(knowing(said, 6L), 50).decision())
                .isEqualTo(new Decision.Dismiss(TWO, "it does not read the site's state"));
    }

    @Test
    void aReplicaThatDoesNotReadTheStateIsNotInvited() {
        Situation alone = asOne(ALONE).database(primary(true, false, Set.of(), "0-1-10"));
        MemberStatus said = replicaStatus(LIFE, "0-1-10");
        assertThat(alone.heard(knowing(said, 6L), 50).decision()).isInstanceOf(Decision.Stay.class);
        assertThat(alone.heard(knowing(said, 7L), 50).decision()).isEqualTo(new Decision.Invite(TWO));
    }

    private static MemberStatus knowing(MemberStatus said, @Nullable Long revision) {
        return new MemberStatus(
                said.machine(),
                said.term(),
                said.serving(),
                said.follows(),
                said.incarnation(),
                said.binlog(),
                said.received(),
                said.knock(),
                said.admitted(),
                said.synchronous(),
                said.readable(),
                revision);
    }

    private static OwnHeartbeat beaten(long millis) {
        return new OwnHeartbeat(new Confirmed(3, false, at(millis)), false, false);
    }

    private static Sample sample(boolean semiSync, long millis) {
        return new Sample(
                new Partner(TWO, LIFE),
                GtidPosition.parse("0-1-10"),
                GtidPosition.parse("0-1-8"),
                semiSync,
                at(millis));
    }

    /** In the simulation (seed 909) one whose storage hung for ever kept a healthy third machine from becoming partner. */
    @Test
    void aCandidateThatReceivesNothingIsNotWaitedFor() {
        Situation making = asOne(ALONE)
                .database(primary(true, false, Set.of(TWO), "0-1-12"))
                .remember(m -> m.with(m.voice().sampled(sample(false, 99_400))));
        assertThat(making.heard(replicaStatus(LIFE, "0-1-9"), 50).decision()).isInstanceOf(Decision.TakeSample.class);
        assertThat(making.heard(replicaStatus(LIFE, "0-1-8"), 50).decision())
                .isEqualTo(new Decision.Dismiss(TWO, "it receives nothing"));
    }

    /** Between the sample and the swap: what nobody acknowledged is not in the sample. */
    @Test
    void aCommitThatDidNotWaitNeedsAnotherSample() {
        Sample sample = sample(true, 99_900);
        Running released = serving(
                primary(true, true, Set.of(TWO), "0-1-11"), new Serving(Set.of(TWO), Set.of(TWO), null, true, 0));
        Situation making = asOne(ALONE)
                .database(released)
                .heard(replicaStatus(LIFE, "0-1-10"), 50)
                .remember(m -> m.with(m.voice().sampled(sample)));
        Decision again = making.decision();
        assertThat(again).isEqualTo(new Decision.SemiSync(true, "commits that had begun before it did not wait"));
        assertThat(making.begun((Decision.Act) again).voice().candidate()).isEqualTo(new Voice.Candidate(TWO, null));
    }

    @Test
    void whoMayStillHaveAVoiceIsShutOut() {
        Situation other = asOne("term=3 primary=server1 partner=server3#c1");
        assertThat(other.decision()).isEqualTo(new Decision.Expel(TWO));
        assertThat(other.remember(m -> m.with(new Admissions(Map.of(), Set.of(TWO), Map.of())))
                        .decision())
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void aCommitReleasedByForceTaintsTheMachine() {
        Running sound = primary(true, true, Set.of(TWO), "0-1-10");
        Running forced = serving(sound, new Serving(Set.of(TWO), Set.of(TWO), null, true, 0));
        assertThat(asOne(BOTH).database(forced).decision()).isEqualTo(new Decision.MarkTainted());
    }

    @Test
    void anOrderWithoutAnswerIsMadeImpossibleByAKill() {
        assertThat(asTwo(BOTH).remember(m -> m.with(m.mysqld().adrift())).decision())
                .isInstanceOf(Decision.Fence.class);
    }
}
