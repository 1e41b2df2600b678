package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.Decision.Outcome;
import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.kernel.FakeFirewall;
import dev.tandem.agent.mariadb.FakeMysqld.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** mysqld begins, ends, does not end, is copied anew, and lets replicas in: what is not SQL, and what goes wrong there. */
@Timeout(60)
class LifeTest {
    private static final Decision.Act FENCE = new Decision.Fence("a test says so");
    private static final Decision.Act STOP = new Decision.Stop("a test says so");
    private static final Decision.Act START = new Decision.Start(RecoveryRole.SLAVE, "a test says so");
    private static final Decision.Act REBUILD = new Decision.Rebuild(FakeMachine.OTHER, "a test says so");

    @TempDir
    private Path folder;

    private FakeMachine machine;

    @BeforeEach
    void make() throws IOException {
        machine = new FakeMachine(folder);
    }

    private Outcome carryOut(Decision.Act act) {
        return machine.mariadb().carryOut(act);
    }

    private String data() throws IOException {
        return Files.readString(machine.folders.data().resolve("ibdata1"));
    }

    private void runs() throws IOException {
        machine.running();
        assertThat(machine.look()).isInstanceOf(DatabaseStatus.Running.class);
    }

    // --- fence

    @Test
    void aFenceEndsMysqldAndIsTold() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        machine.onEnd(told::countDown);
        runs();
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.DONE);
        assertThat(told.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    @Test
    void aFenceWithoutAProcessIsDone() {
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.DONE);
    }

    /** Hung storage: it was said to be dead after 10 s, and its heartbeats went on. */
    @Test
    @Timeout(5)
    void aProcessThatSurvivesIsSaidSoAndTriedAgain() throws Exception {
        runs();
        machine.process().sleeps(true);
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.SURVIVED);
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.SURVIVED);
        assertThat(machine.process().kills()).isEqualTo(2);
        assertThat(machine.look()).as("it is there").isInstanceOf(DatabaseStatus.Running.class);
        machine.process().sleeps(false);
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.DONE);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    /** systemd may be starting one at this moment. */
    @Test
    void aFenceOfWhatIsNotKnownIsNotDone() {
        machine.programs.is(
                "systemctl", _ -> new dev.tandem.agent.kernel.Programs.Result(1, "Failed to connect to bus"));
        assertThat(carryOut(FENCE)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aProcessThatSystemdStartsIsNeitherStoppedNorKilled() {
        machine.systemdSays("activating");
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Busy());
        machine.systemdSays("inactive");
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    @Test
    void withoutMemoryToAskSystemdNothingIsKnownAndNobodyEnds() {
        machine.programs.hasMemory(false);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Busy());
        machine.programs.hasMemory(true);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    // --- start and stop

    @Test
    void aStartWritesATicketForThisOneStart() throws Exception {
        assertThat(carryOut(START)).isEqualTo(Outcome.DONE);
        assertThat(machine.folders.run().resolve("mariadbd.env")).doesNotExist();
        assertThat(machine.look()).isInstanceOf(DatabaseStatus.Running.class);
        assertThat(machine.programs.ran()).contains("systemctl start mariadb.service");
        assertThat(machine.mysqld.lastUrl())
                .contains("wait_timeout=31536000")
                .contains("max_statement_time=0")
                .contains("10.80.0.22:3316");
    }

    @Test
    void aStartThatFailsSaysWhyAndLeavesNoTicket() {
        machine.refusesToStart = "[ERROR] InnoDB: Cannot open datafile";
        assertThat(carryOut(START)).isEqualTo(Outcome.REFUSED);
        assertThat(machine.folders.run().resolve("mariadbd.env")).doesNotExist();
        machine.refusesToStart = "";
        assertThat(carryOut(START)).isEqualTo(Outcome.DONE);
    }

    @Test
    void withoutMemoryForSystemctlNoTicketIsLeft() {
        machine.programs.is("systemctl", words -> {
            if (words.get(1).equals("start")) {
                throw new java.io.UncheckedIOException(new IOException("Cannot allocate memory"));
            }
            return new dev.tandem.agent.kernel.Programs.Result(0, "MainPID=0\nActiveState=inactive");
        });
        assertThat(carryOut(START)).isEqualTo(Outcome.REFUSED);
        assertThat(machine.folders.run().resolve("mariadbd.env")).doesNotExist();
    }

    @Test
    void dataWhoseBinlogCannotBeTruncatedIsUnusable() {
        machine.refusesToStart = "[ERROR] Cannot truncate the binary log to file";
        assertThat(carryOut(START)).isEqualTo(Outcome.REFUSED);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(true));
    }

    @Test
    void dataOfAnotherSiteIsUnusable() throws IOException {
        Files.writeString(machine.folders.data().resolve("tandem-site"), "www.other.com\n");
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(true));
    }

    @Test
    void aStopIsOrderly() throws IOException {
        runs();
        assertThat(carryOut(STOP)).isEqualTo(Outcome.DONE);
        assertThat(machine.mysqld.told()).contains("SHUTDOWN");
        assertThat(machine.process().kills()).isZero();
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NOT_ANSWERED", "LATE", "NEVER", "NOT_SENT", "GARBLED"},
            value = Fault.class)
    void aStopWithoutAnAnswerIsUnknownWhileMysqldRuns(Fault fault) throws IOException {
        runs();
        machine.mysqld.onShutdown(() -> {});
        machine.mysqld.plan("SHUTDOWN", fault);
        assertThat(carryOut(STOP)).isEqualTo(Outcome.UNKNOWN);
    }

    // --- copies

    @Test
    void aCopyTakesThePlaceOfTheDataAndKeepsIt() throws IOException {
        runs();
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(data()).isEqualTo("new");
        assertThat(machine.folders.libraries().resolve("mysql.before-copy/ibdata1"))
                .hasContent("old");
        assertThat(Files.readString(machine.folders.data().resolve("tandem-copied-to")))
                .isEqualTo("0-1-77\n");
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    /** The other machine may be in other hands, and mariadb-backup does what its copy says. */
    @Test
    void whatAnotherMachineSendsIsNotUnpackedOrPreparedAsRoot() {
        String place = machine.folders.libraries().resolve("mysql.copy").toString();
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(machine.programs.unprivileged())
                .containsExactly(
                        "mbstream --extract --directory=" + place, "mariadb-backup --prepare --target-dir=" + place);
    }

    /** By now mysqld's user may write in the copy, and has put a link where the agent writes its mark. */
    @Test
    void aLinkInTheCopyLeadsRootNowhere() throws IOException {
        Path roots = Files.writeString(folder.resolve("roots"), "root's");
        machine.programs.is("mariadb-backup", words -> {
            link(Path.of(words.getLast().replace("--target-dir=", "")).resolve("tandem-site"), roots);
            return new dev.tandem.agent.kernel.Programs.Result(0, "");
        });
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(roots).hasContent("root's");
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(false));
    }

    private static void link(Path name, Path to) {
        try {
            Files.createSymbolicLink(name, to);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void aCopyTakesTheTaintAway() {
        assertThat(carryOut(new Decision.MarkTainted())).isEqualTo(Outcome.DONE);
        assertThat(machine.mariadb()
                        .look(new dev.tandem.agent.decide.view.Tick(0))
                        .tainted())
                .isTrue();
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(machine.mariadb()
                        .look(new dev.tandem.agent.decide.view.Tick(0))
                        .tainted())
                .isFalse();
    }

    @Test
    void aReplicaAcknowledgesNothingWhileItIsCopied() throws Exception {
        runs();
        machine.mysqld.replication.source = FakeMachine.OTHER_ADDRESS;
        machine.mysqld.replication.start(true, true);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(machine.mysqld.told()).contains("STOP SLAVE IO_THREAD");
    }

    /** mysqld says whom it follows, and may be in other hands. */
    @Test
    void aSourceThatIsNoMachineOfTheSiteIsNotNamedToTheKernel() throws Exception {
        runs();
        machine.mysqld.replication.source =
                "10.80.0.21 }; add element inet tandem_gate clients { 3306 }; destroy element inet tandem_gate shunned { 10.80.0.21";
        machine.mysqld.replication.start(true, true);
        assertThat(carryOut(new Decision.StopReceiver("a test says so"))).isEqualTo(Outcome.DONE);
        assertThat(machine.mysqld.told()).contains("STOP SLAVE IO_THREAD");
        assertThat(machine.firewall.letsClientsIn()).isFalse();
    }

    /** The old data stays, and a second try works. */
    @ParameterizedTest
    @EnumSource
    void aCopyThatFailsChangesNothing(CopyFault fault) throws IOException {
        runs();
        machine.mysqld.forgetTold();
        fault.begin(machine);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.REFUSED);
        assertThat(data()).isEqualTo("old");
        assertThat(machine.process().hasEnded()).as("it goes on").isFalse();
        FakeMachine again = machine;
        again.stream = new FakeMachine(folder.resolve("another")).stream;
        again.extracts = true;
        again.preparesCopies = true;
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(data()).isEqualTo("new");
    }

    enum CopyFault {
        SOURCE_DOES_NOT_ANSWER,
        STREAM_IS_NONE,
        STREAM_ENDS_EARLY,
        HAS_NO_CONFIGURATION,
        LOADS_A_LIBRARY,
        READS_ANOTHER_FILE,
        HAS_NO_POSITION,
        HAS_ANOTHER_POSITION,
        CANNOT_BE_PREPARED;

        void begin(FakeMachine machine) {
            switch (this) {
                case SOURCE_DOES_NOT_ANSWER -> machine.stream = "";
                case STREAM_IS_NONE -> machine.extracts = false;
                case STREAM_ENDS_EARLY -> machine.stream = FakeMachine.CONFIGURATION + "ibdata1 new\n";
                case HAS_NO_CONFIGURATION ->
                    machine.stream = machine.stream.replace("backup-my.cnf", "backup-your.cnf");
                case LOADS_A_LIBRARY ->
                    machine.stream =
                            machine.stream.replace("innodb_data_file_path", "Plugin_load=x.so innodb_data_file_path");
                case READS_ANOTHER_FILE ->
                    machine.stream = machine.stream.replace("[mysqld]", "!include /var/lib/mysql/x.cnf");
                case HAS_NO_POSITION -> machine.stream = machine.stream.replace("\t0-1-77", "");
                case HAS_ANOTHER_POSITION -> machine.stream = machine.stream.replace("0-1-77", "0-1-77'; DO 1 #");
                case CANNOT_BE_PREPARED -> machine.preparesCopies = false;
            }
        }
    }

    /** It would go on writing into files that are the new data by then. */
    @Test
    void noCopyIsPutUnderAMysqldThatLives() throws IOException {
        runs();
        machine.process().sleeps(true);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.SURVIVED);
        assertThat(data()).isEqualTo("old");
        machine.process().sleeps(false);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(data()).isEqualTo("new");
    }

    @Test
    void aMysqldThatGoesOnReceivingIsEndedBeforeItIsCopied() throws Exception {
        runs();
        machine.mysqld.replication.source = FakeMachine.OTHER_ADDRESS;
        machine.mysqld.replication.start(true, true);
        machine.mysqld.plan("STOP SLAVE IO_THREAD", Fault.NEVER);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.DONE);
        assertThat(machine.process().kills()).isPositive();
        assertThat(data()).isEqualTo("new");
    }

    @Test
    void aMysqldThatGoesOnReceivingAndLivesIsNotCopied() throws Exception {
        runs();
        machine.mysqld.replication.source = FakeMachine.OTHER_ADDRESS;
        machine.mysqld.replication.start(true, true);
        machine.mysqld.plan("STOP SLAVE IO_THREAD", Fault.NEVER);
        machine.process().sleeps(true);
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.SURVIVED);
        assertThat(machine.folders.libraries().resolve("mysql.copy")).doesNotExist();
    }

    /** What is left of the old data after half a move must not be taken for the site's. */
    @Test
    void aMoveThatFailsLeavesNothingThatStarts() throws IOException {
        machine.programs.is("mv", _ -> new dev.tandem.agent.kernel.Programs.Result(1, "mv: No space left on device"));
        assertThat(carryOut(REBUILD)).isEqualTo(Outcome.REFUSED);
        assertThat(machine.look()).isEqualTo(new DatabaseStatus.Stopped(true));
    }

    // --- replicas

    @Test
    void aReplicaIsLetInAfterItsOldConnectionsAreDestroyed() throws IOException {
        runs();
        assertThat(carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true))).isEqualTo(Outcome.DONE);
        assertThat(machine.firewall.in("replicas")).containsExactly(FakeMachine.OTHER_ADDRESS);
        assertThat(machine.programs.ran()).contains("ss --kill --no-header --tcp dst 10.80.0.21 sport = :3316");
        assertThat(machine.running(machine.look()).serving().letIn()).containsExactly(FakeMachine.OTHER);
        assertThat(carryOut(new Decision.Expel(FakeMachine.OTHER))).isEqualTo(Outcome.DONE);
        assertThat(machine.running(machine.look()).serving().letIn()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "GARBLED", mode = EnumSource.Mode.EXCLUDE, value = FakeFirewall.Fault.class)
    void aReplicaThatNftDoesNotLetInIsLetInByTheNextOrder(FakeFirewall.Fault fault) throws IOException {
        runs();
        machine.firewall.plan("add element", fault);
        assertThat(carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true))).isEqualTo(Outcome.REFUSED);
        assertThat(carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true))).isEqualTo(Outcome.DONE);
        assertThat(machine.firewall.in("replicas")).containsExactly(FakeMachine.OTHER_ADDRESS);
    }

    @Test
    void aReplicaThatNftDoesNotShutOutCountsAsLetIn() throws IOException {
        runs();
        assertThat(carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true))).isEqualTo(Outcome.DONE);
        machine.firewall.plan("destroy element", FakeFirewall.Fault.ERROR);
        assertThat(carryOut(new Decision.Expel(FakeMachine.OTHER))).isEqualTo(Outcome.REFUSED);
        machine.skip(Duration.ofSeconds(2));
        assertThat(machine.running(machine.look()).serving().letIn()).containsExactly(FakeMachine.OTHER);
    }

    @Test
    void onlyWhoWasLetInWithAVoiceHasOne() throws IOException {
        runs();
        assertThat(carryOut(new Decision.Admit(FakeMachine.OTHER, 3, true))).isEqualTo(Outcome.DONE);
        assertThat(carryOut(new Decision.Admit(FakeMachine.THIRD, 4, false))).isEqualTo(Outcome.DONE);
        machine.mysqld.semiSync.put("clients", "1");
        machine.mysqld.others.put(7, dump(FakeMachine.OTHER_ADDRESS));
        machine.mysqld.others.put(8, dump("10.80.0.23"));
        assertThat(machine.running(machine.look()).serving().voices()).containsExactly(FakeMachine.OTHER);
    }

    private static Map<String, String> dump(String address) {
        return Map.of("user", "tandem_replication", "command", "Binlog Dump", "host", address + ":40000");
    }

    /** Routers are asked by others; whoever gives such an order to mysqld made a mistake. */
    @Test
    void anOrderToRoutersIsNotMariadbs() {
        assertThat(carryOut(new Decision.PauseRouters(FakeMachine.OTHER))).isEqualTo(Outcome.REFUSED);
        assertThat(carryOut(new Decision.GiveUpSwitchover("a test says so"))).isEqualTo(Outcome.REFUSED);
    }
}
