package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.Decision.Outcome;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.kernel.FakeFirewall;
import dev.tandem.agent.mariadb.FakeMysqld.Fault;
import dev.tandem.protocol.GtidPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent sees of a mysqld that runs, and what it takes it for when it sees nothing. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class LookTest {
    private static final Decision.Act STOP_RECEIVER = new Decision.StopReceiver("a test says so");

    @TempDir
    private Path folder;

    private FakeMachine machine;

    @BeforeEach
    void make() throws IOException {
        machine = new FakeMachine(folder).running();
    }

    private Running look() {
        return machine.running(machine.look());
    }

    private static void eventually(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }

    private void serves() {
        machine.mysqld.settings.put("read_only", "0");
        machine.mysqld.table.exists = true;
    }

    // --- what it sees

    @Test
    void aReplicaIsSeenAsItIs() throws Exception {
        machine.follows("0-1-30");
        machine.mysqld.replication.received = GtidPosition.parse("0-1-45");
        Running seen = look();
        assertThat(seen.open()).isFalse();
        assertThat(seen.stuck()).isFalse();
        assertThat(seen.incarnation()).isEqualTo(machine.incarnation());
        assertThat(seen.binlog()).isEqualTo(GtidPosition.parse("0-1-30"));
        assertThat(seen.received()).isEqualTo(GtidPosition.parse("0-1-45"));
        assertThat(seen.following().source()).isEqualTo(FakeMachine.OTHER);
        assertThat(seen.following().receiving()).isEqualTo(Receiving.CONNECTED);
        assertThat(seen.following().acknowledges()).isTrue();
        assertThat(seen.following().applying()).isTrue();
    }

    @Test
    void eachStartOfBothThreadsIsAnotherLife() throws Exception {
        machine.follows("0-1-30");
        Running before = look();
        machine.mysqld.replication.stop(true, true);
        machine.mysqld.replication.start(true, true);
        assertThat(look().incarnation()).isNotEqualTo(before.incarnation());
    }

    @Test
    void theReceiverIsSeenInEachOfItsStates() throws Exception {
        machine.follows("0-1-30");
        machine.mysqld.replication.sourceAnswers = false;
        assertThat(look().following().receiving()).isEqualTo(Receiving.CONNECTING);
        machine.mysqld.replication.stop(true, false);
        assertThat(look().following().receiving()).isEqualTo(Receiving.STOPPED);
        machine.mysqld.replication.lastIoError = "1236";
        assertThat(look().following().receiving()).isEqualTo(Receiving.DIVERGED);
    }

    /** CHANGE MASTER mends that, and is only ordered where nobody is followed. */
    @Test
    void oneWhosePasswordWasReplacedFollowsNobody() throws Exception {
        machine.follows("0-1-30");
        machine.mysqld.replication.stop(true, false);
        machine.mysqld.replication.lastIoError = "1045";
        assertThat(look().following().source()).isNull();
    }

    @Test
    void oneThatFollowsAStrangerFollowsNobodyOfTheSite() throws Exception {
        machine.follows("0-1-30");
        machine.mysqld.replication.source = "10.80.0.99";
        assertThat(look().following().source()).isNull();
    }

    @Test
    void anOpenTransactionCountsWhenItLasts() {
        serves();
        machine.mysqld.transactions.add("4711");
        assertThat(look().serving().transactions()).isZero();
        machine.skip(Duration.ofMillis(1500));
        assertThat(look().serving().transactions()).isEqualTo(1);
        machine.mysqld.transactions.clear();
        machine.mysqld.transactions.add("4712");
        machine.skip(Duration.ofMillis(150));
        assertThat(look().serving().transactions()).as("another one").isZero();
    }

    /** During a hand-over, which waited for such as had ended until a look came late by chance. */
    @Test
    void transactionsThatEndedAreNotSeenForEverWhereLooksAreFrequent() {
        serves();
        machine.mysqld.transactions.add("4711");
        look();
        machine.mysqld.transactions.clear();
        for (int looks = 0; looks < 75; looks++) {
            machine.skip(Duration.ofMillis(20));
            assertThat(look().serving().transactions()).isZero();
        }
        machine.mysqld.transactions.add("4712");
        for (int looks = 0; looks < 75; looks++) {
            machine.skip(Duration.ofMillis(20));
            look();
        }
        assertThat(look().serving().transactions())
                .as("one that began meanwhile")
                .isEqualTo(1);
    }

    @Test
    void onAPrimaryThatClosedUsersStatementsCount() {
        machine.mysqld.settings.put("rpl_semi_sync_master_enabled", "1");
        machine.mysqld.others.put(9, Map.of("user", "conduit", "command", "Query", "host", "10.80.0.21:4"));
        machine.mysqld.others.put(10, Map.of("user", "mysql", "command", "Query", "host", "localhost"));
        assertThat(look().serving().transactions()).as("a copy is no user's").isEqualTo(1);
    }

    @Test
    void aCommitWaitsSinceAcknowledgementsStoppedComing() {
        serves();
        assertThat(look().serving().waitingSince()).isNull();
        machine.mysqld.semiSync.put("wait_sessions", "1");
        Tick since = look().serving().waitingSince();
        assertThat(since).isNotNull();
        machine.skip(Duration.ofSeconds(1));
        assertThat(look().serving().waitingSince()).isEqualTo(since);
        machine.mysqld.semiSync.put("yes_tx", "1");
        assertThat(look().serving().waitingSince()).as("one came").isNotEqualTo(since);
    }

    /** KILL QUERY on a commit that waits answers OK to its client. */
    @Test
    void aCommitThatSomebodyReleasedIsSeen() {
        serves();
        machine.mysqld.semiSync.put("no_tx", "5");
        look();
        assertThat(machine.mariadb().carryOut(new Decision.SemiSync(true, "a test says so")))
                .isEqualTo(Outcome.DONE);
        assertThat(look().serving().released()).isFalse();
        machine.mysqld.semiSync.put("no_tx", "6");
        assertThat(look().serving().released()).isTrue();
        machine.nextAgent();
        assertThat(look().serving().released()).as("an agent later").isTrue();
    }

    @Test
    void countingBeginsInMemoryWhereItCannotBeWrittenDown() throws IOException {
        serves();
        machine.mysqld.semiSync.put("no_tx", "5");
        look();
        assertThat(machine.mariadb().carryOut(new Decision.SemiSync(true, "a test says so")))
                .isEqualTo(Outcome.DONE);
        Files.deleteIfExists(machine.folders.run().resolve("released"));
        Files.createDirectory(machine.folders.run().resolve("released"));
        machine.mysqld.semiSync.put("no_tx", "7");
        assertThat(machine.mariadb().carryOut(new Decision.SemiSync(true, "a test says so")))
                .isEqualTo(Outcome.REFUSED);
        assertThat(look().serving().released()).as("nobody's fault").isFalse();
    }

    // --- what it takes it for when it sees nothing

    private Running afterSilence(Duration time) {
        look();
        machine.mysqld.stand(true);
        machine.skip(time);
        return look();
    }

    @Test
    void aMysqldThatDoesNotAnswerForAMomentIsWhatItWas() {
        assertThat(afterSilence(Duration.ofSeconds(2)).stuck()).isFalse();
    }

    @Test
    void oneThatDoesNotAnswerForThreeSecondsIsStuck() {
        assertThat(afterSilence(Duration.ofSeconds(4)).stuck()).isTrue();
        machine.mysqld.heal();
        assertThat(look().stuck()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "REFUSED", mode = EnumSource.Mode.EXCLUDE, value = Fault.class)
    void noFaultOfAQuestionEndsTheLooking(Fault fault) {
        Running before = look();
        machine.mysqld.plan("information_schema.SLAVE_STATUS", fault);
        assertThat(look()).as("as it was then").isEqualTo(before);
        Running after = look();
        assertThat(after.seen()).isGreaterThan(before.seen());
        assertThat(after).isEqualTo(before.seen(after.seen()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait_sessions", "no_tx", "clients"})
    void figuresThatAreNoneAreNoAnswer(String name) {
        serves();
        look();
        machine.mysqld.semiSync.put(name, "many");
        machine.skip(Duration.ofSeconds(4));
        assertThat(look().stuck()).isTrue();
    }

    @Test
    void aReplicaThatIsSilentIsLeftAloneUntilItHasToBeGivenAnOrder() {
        assertThat(afterSilence(Duration.ofMinutes(1)).open()).isFalse();
        assertThat(machine.mariadb().carryOut(STOP_RECEIVER)).isEqualTo(Outcome.REFUSED);
        assertThat(look()).as("counts as open, so that it is killed").matches(seen -> seen.open() && seen.stuck());
        machine.mysqld.heal();
        assertThat(look().open()).isFalse();
    }

    @Test
    void anOrderThatIsAnsweredTakesThatBack() {
        look();
        machine.mysqld.endConnections();
        machine.mysqld.takesConnections(false);
        machine.skip(Duration.ofSeconds(1));
        assertThat(machine.mariadb().carryOut(STOP_RECEIVER)).isEqualTo(Outcome.REFUSED);
        machine.mysqld.heal();
        assertThat(machine.mariadb().carryOut(STOP_RECEIVER)).isEqualTo(Outcome.DONE);
        assertThat(afterSilence(Duration.ofMinutes(1)).open()).isFalse();
    }

    @Test
    void oneThatNeverAnsweredIsBusyAndThenMute() {
        machine.mysqld.takesConnections(false);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Busy());
        machine.skip(Duration.ofSeconds(16));
        assertThat(look()).matches(seen -> seen.open() && seen.stuck());
    }

    @Test
    void whoIsLetInIsPartOfWhatIsSeen() {
        serves();
        look();
        assertThat(machine.mariadb().carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true)))
                .isEqualTo(Outcome.DONE);
        machine.skip(Duration.ofSeconds(4));
        for (int i = 0; i < 3; i++) {
            machine.firewall.plan("list set inet tandem_gate replicas", FakeFirewall.Fault.ERROR);
        }
        assertThat(look().stuck()).isTrue();
    }

    // --- whose it is

    @Test
    void anEarlierAgentsOrdersAreEndedBeforeAnythingIsSaid() {
        machine.mysqld.others.put(5, Map.of("user", "tandem_agent", "command", "Query", "state", "Init"));
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Busy());
        assertThat(machine.mysqld.told()).containsExactly("KILL CONNECTION 5");
        assertThat(machine.look()).isInstanceOf(Running.class);
    }

    /** To kill it would release it, and all that wait with it. */
    @Test
    void anEarlierAgentsCommitThatWaitsIsLeftAlone() {
        machine.mysqld.others.put(
                5, Map.of("user", "tandem_agent", "command", "Query", "state", "Waiting for semi-sync ACK from slave"));
        assertThat(machine.look()).isInstanceOf(Running.class);
        assertThat(machine.mysqld.told()).isEmpty();
    }

    /** It was ended by a quiet night between two looks, or by an agent that is on its way out. */
    @Test
    void oneThatIsGoneWhenItIsToBeEndedIsEnded() {
        machine.mysqld.others.put(5, Map.of("user", "tandem_agent", "command", "Query", "state", "Init"));
        machine.mysqld.plan("KILL CONNECTION 5", Fault.NOT_ANSWERED);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Busy());
        assertThat(machine.look()).isInstanceOf(Running.class);
    }

    @Test
    void anotherLifeOfMysqldIsLookedAtAnew() {
        Running before = look();
        machine.process().end();
        assertThat(machine.look()).isInstanceOf(DatabaseStatus.Stopped.class);
        assertThat(machine.mariadb()
                        .carryOut(new Decision.Start(
                                dev.tandem.agent.decide.decision.RecoveryRole.SLAVE, "a test says so")))
                .isEqualTo(Outcome.DONE);
        assertThat(look().incarnation()).isNotEqualTo(before.incarnation());
    }

    // --- the row

    @Test
    void aRowIsWrittenWhereItIsOpenAndOnlyThere() {
        look();
        eventually("its session is there before it is needed", () -> machine.mysqld.logins() == 3);
        assertThat(machine.mysqld.table.rows).isZero();
        serves();
        look();
        eventually("a row", () -> machine.mysqld.table.rows > 0);
    }

    @Test
    void aRowsSessionThatWasEndedIsMadeAnew() {
        serves();
        look();
        eventually("a row", () -> machine.mysqld.table.rows > 0);
        machine.mysqld.endConnections();
        int rows = machine.mysqld.table.rows;
        eventually("another one", () -> machine.mysqld.table.rows > rows);
    }

    /** As with FLUSH TABLES WITH READ LOCK: mysqld answers, and nobody can write. */
    @Test
    void aRowThatIsRefusedForLongIsTold() {
        serves();
        look();
        eventually("a row", () -> machine.mysqld.table.rows > 0);
        assertThat(machine.look(Database.Look::unwritable)).isNull();
        machine.mysqld.planAlways("REPLACE INTO tandem.agent", Fault.REFUSED);
        eventually("it is told", () -> machine.look(Database.Look::unwritable) != null);
        assertThat(machine.look(Database.Look::unwritable)).startsWith("for 3 s: ");
        assertThat(look().stuck()).isFalse();
        machine.mysqld.settings.put("read_only", "1");
        look();
        assertThat(machine.look(Database.Look::unwritable)).as("a replica").isNull();
    }

    /** A commit that waits for its partner is no sign that mysqld hangs; one that waits for nobody is. */
    @Test
    void aRowThatHangsMeansStuckWhenNoCommitWaits() {
        serves();
        machine.mysqld.hangs("REPLACE INTO");
        look();
        machine.mysqld.semiSync.put("wait_sessions", "1");
        LockSupport.parkNanos(Duration.ofMillis(4500).toNanos());
        assertThat(look().stuck()).isFalse();
        machine.mysqld.semiSync.put("wait_sessions", "0");
        assertThat(look().stuck()).isTrue();
        machine.mysqld.letGo();
        eventually("it ends", () -> !look().stuck());
    }

    /** One that came after would be in this binlog and in no other. */
    @Test
    void noRowIsWrittenAfterItClosed() {
        serves();
        look();
        eventually("a row", () -> machine.mysqld.table.rows > 0);
        assertThat(machine.mariadb().carryOut(new Decision.Close())).isEqualTo(Outcome.DONE);
        int rows = machine.mysqld.table.rows;
        LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
        assertThat(machine.mysqld.table.rows).isEqualTo(rows);
    }

    @Test
    void aReplicaThatConnectsAnewIsGivenARowAtOnce() {
        serves();
        look();
        eventually("a row", () -> machine.mysqld.table.rows > 0);
        int rows = machine.mysqld.table.rows;
        long before = System.nanoTime();
        machine.partnerConnects();
        look();
        eventually("another one", () -> machine.mysqld.table.rows > rows);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(900));
    }
}
