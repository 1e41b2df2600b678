package dev.tandem.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.view.Timing;
import dev.tandem.agent.etcd.FakeConsensus;
import dev.tandem.agent.kernel.FakeFirewall;
import dev.tandem.agent.mariadb.FakeMachine;
import dev.tandem.agent.mariadb.FakeMysqld.Fault;
import dev.tandem.agent.route.Routes;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One agent as a process, in real time: loop, edges, gate, sessions and statements as they are; around it everything is a fake. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class LoopTest {
    private static final MachineName SELF = FakeMachine.SELF;
    private static final MachineName OTHER = FakeMachine.OTHER;
    private static final Partner PARTNER = new Partner(OTHER, new Incarnation("p7s1t5"));
    /** Longer than a gate is open by itself, and than a partner waits. */
    private static final Duration LONG = Duration.ofMillis(1200);

    private static final Duration SOON = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    private final FakeConsensus etcd = new FakeConsensus();
    private final FakeNeighbour neighbour = new FakeNeighbour();
    private final AtomicInteger signs = new AtomicInteger();
    private FakeMachine machine;
    private Loop loop;
    private Thread runs;

    @BeforeEach
    void make() throws IOException {
        machine = new FakeMachine(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        if (runs != null) {
            runs.interrupt();
            runs.join();
        }
    }

    private void begin() {
        Edges edges = new Edges(etcd, machine.mariadb(), machine.gate, neighbour, new Routes());
        loop = new Loop(
                new Loop.Keeper(SELF, List.of(OTHER), 1, Timing.REPLICA_LAG),
                edges,
                new Reporter(folder.resolve("status.json"), folder),
                signs::incrementAndGet);
        machine.onEnd(loop::look);
        runs = Thread.ofPlatform().daemon().name("loop").start(loop::run);
    }

    private static void eventually(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + SOON.toNanos();
        boolean held = holds.getAsBoolean();
        while (!held && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
            held = holds.getAsBoolean();
        }
        assertThat(held).as(what).isTrue();
    }

    /** Whatever was granted before has ended, and it still serves. (On a busy computer a gate may close for a moment.) */
    private void goesOn() {
        LockSupport.parkNanos(LONG.toNanos());
        eventually("it serves", this::serves);
        assertThat(machine.process().kills()).isZero();
        assertThat(isPrimaryOfTerm(3)).isTrue();
    }

    private boolean serves() {
        return machine.mysqld.isOpen() && machine.firewall.letsClientsIn();
    }

    /** This machine is primary, alone or with its partner, and serves. */
    private void serving(boolean withPartner) throws IOException {
        machine.running();
        if (withPartner) {
            machine.partnerConnects();
            neighbour.answers(partner(), true);
        }
        etcd.decide(new ClusterState(3, SELF, withPartner ? PARTNER : null));
        begin();
        if (withPartner) {
            machine.gate.admit(FakeMachine.OTHER_ADDRESS);
        }
        eventually("it serves", this::serves);
    }

    private static MemberStatus partner() {
        return other(false, true, "0-1-2000", 0, null);
    }

    /** What the other machine says of itself. */
    private static MemberStatus other(
            boolean serving, boolean follows, String position, long knock, @Nullable MachineName synchronous) {
        GtidPosition has = GtidPosition.parse(position);
        return new MemberStatus(
                OTHER, 3, serving, follows, PARTNER.incarnation(), has, has, knock, Map.of(), synchronous, true, null);
    }

    /** This machine is partner of a primary that is heard. */
    private void following() throws Exception {
        machine.running();
        machine.follows("0-1-500");
        etcd.decide(new ClusterState(3, OTHER, new Partner(SELF, machine.incarnation())));
        neighbour.answers(primary(), false);
        beat();
        begin();
        eventually("it lets readers in", () -> {
            // Until then its primary lives: else it may have taken over before a test has begun.
            beat();
            return machine.firewall.letsClientsIn();
        });
    }

    private void beat() {
        etcd.beatBy(new Heartbeat(3, OTHER, Heartbeat.Sign.SERVING, 1, System.nanoTime() / 1_000_000));
    }

    private static MemberStatus primary() {
        return other(true, false, "0-1-500", 0, SELF);
    }

    private boolean saysHandingOver() {
        Heartbeat said = etcd.heartbeat();
        return said != null && said.primary().equals(SELF) && said.handingOver();
    }

    private boolean isPrimaryOfTerm(long term) {
        ClusterState state = etcd.state();
        return state != null && state.isPrimary(SELF) && state.term() == term;
    }

    // --- the primary

    @Test
    void aPrimaryAloneOpensAndLetsClientsInAndGoesOn() throws IOException {
        serving(false);
        int beats = etcd.beats();
        goesOn();
        assertThat(etcd.beats()).isGreaterThan(beats + 5);
        assertThat(signs).as("signs of life").hasPositiveValue();
        assertThat(Files.readString(folder.resolve("status.json"))).contains("\"role\":\"primary\"");
    }

    @Test
    void aPrimaryWithAPartnerHasItsCommitsWait() throws IOException {
        serving(true);
        assertThat(machine.mysqld.told()).contains("SET GLOBAL rpl_semi_sync_master_enabled = ON");
        assertThat(etcd.state()).isEqualTo(new ClusterState(3, SELF, PARTNER));
    }

    @Test
    void whenMysqldDiesThePrimaryHandsOverAndLetsNobodyIn() throws IOException {
        serving(true);
        machine.process().end();
        eventually("it hands over", this::saysHandingOver);
        assertThat(machine.firewall.letsClientsIn()).isFalse();
        assertThat(machine.programs.ran()).doesNotContain("systemctl start mariadb.service");
    }

    @Test
    void aPrimaryAloneStartsItsMysqldAgain() throws IOException {
        serving(false);
        machine.process().end();
        eventually("it was started", () -> machine.programs.ran().contains("systemctl start mariadb.service"));
        eventually("it serves again", this::serves);
    }

    @Test
    void whenEtcdIsSilentAndThePartnerPromisesNothingTheGateCloses() throws IOException {
        serving(true);
        neighbour.answers(partner(), false);
        etcd.silent(true);
        eventually("the gate closes", () -> !machine.firewall.letsClientsIn());
        assertThat(machine.process().hasEnded())
                .as("nothing is killed for that")
                .isFalse();
        etcd.silent(false);
        eventually("it opens again", this::serves);
    }

    @Test
    void whenEtcdIsSilentAndThePartnerPromisesItGoesOn() throws IOException {
        serving(true);
        etcd.silent(true);
        goesOn();
    }

    @Test
    void aPrimaryAloneGoesOnWithoutEtcd() throws IOException {
        serving(false);
        etcd.silent(true);
        goesOn();
    }

    @Test
    void whatEtcdSaysAndNobodyUnderstandsIsNoDecision() throws IOException {
        serving(false);
        etcd.garbled(true);
        goesOn();
        etcd.garbled(false);
        int beats = etcd.beats();
        eventually("it goes on", () -> etcd.beats() > beats + 3);
    }

    @Test
    void aMysqldThatStandsStillIsKilledAndThePartnerMayTakeOver() throws IOException {
        serving(true);
        machine.mysqld.stand(true);
        eventually("it is killed", () -> machine.process().hasEnded());
        eventually("it hands over", this::saysHandingOver);
    }

    @Test
    void aRowThatDoesNotEndIsAMysqldThatHangs() throws IOException {
        serving(true);
        machine.mysqld.hangs("REPLACE INTO tandem.agent");
        eventually("it is killed", () -> machine.process().hasEnded());
        machine.mysqld.letGo();
    }

    @Test
    void aSessionThatSomebodyEndsCostsNothing() throws IOException {
        serving(true);
        for (int i = 0; i < 10; i++) {
            machine.mysqld.endConnections();
            LockSupport.parkNanos(200_000_000);
        }
        goesOn();
    }

    // --- the gate

    @Test
    void anNftThatAnswersAnErrorOrDiesIsReplaced() throws IOException {
        serving(false);
        machine.firewall.plan("add element inet tandem_gate clients", FakeFirewall.Fault.ERROR);
        goesOn();
        for (FakeFirewall.Fault fault : List.of(FakeFirewall.Fault.DIES, FakeFirewall.Fault.DIES_AFTER)) {
            machine.firewall.plan("add element inet tandem_gate clients", fault);
            int started = machine.firewall.started();
            eventually(fault + ": there is another nft", () -> machine.firewall.started() > started);
            eventually(fault + ": it serves", this::serves);
        }
        assertThat(runs.isAlive()).isTrue();
    }

    @Test
    void anEmptiedTableIsFilledAgain() throws IOException {
        serving(false);
        machine.firewall.flush();
        eventually("it serves", this::serves);
    }

    // --- the neighbour

    @Test
    void aNeighbourThatSaysNonsenseStopsNobody() throws IOException {
        serving(false);
        neighbour.garbled(true);
        int asked = neighbour.asked();
        goesOn();
        assertThat(neighbour.asked()).as("it is asked again").isGreaterThan(asked + 1);
    }

    // --- the replica

    @Test
    void aPartnerTakesOverFromAPrimaryThatFellSilent() throws Exception {
        following();
        neighbour.answers(null, false);
        eventually("it is primary", () -> isPrimaryOfTerm(4));
        eventually("it serves", this::serves);
        assertThat(machine.process().kills()).isZero();
    }

    /** A quiet night, and then the primary dies: the order to stop receiving went into a session that was no more, and mysqld was killed. */
    @Test
    void aPartnerWhoseSessionsWereAllEndedTakesOver() throws Exception {
        following();
        machine.mysqld.endConnections();
        LockSupport.parkNanos(400_000_000);
        neighbour.answers(null, false);
        eventually("it is primary", () -> isPrimaryOfTerm(4));
        eventually("it serves", this::serves);
        assertThat(machine.process().kills()).isZero();
    }

    @Test
    void aPartnerDoesNotTakeOverFromAPrimaryThatBeats() throws Exception {
        following();
        for (int time = 0; time < 7; time++) {
            beat();
            LockSupport.parkNanos(200_000_000);
        }
        assertThat(isPrimaryOfTerm(4)).isFalse();
        assertThat(machine.mysqld.told()).doesNotContain("STOP SLAVE IO_THREAD");
    }

    @Test
    void anOrderWithoutAnAnswerHasMysqldKilled() throws Exception {
        following();
        machine.mysqld.plan("STOP SLAVE IO_THREAD", Fault.NOT_ANSWERED);
        neighbour.answers(null, false);
        eventually("it is killed", () -> machine.process().kills() > 0);
        assertThat(isPrimaryOfTerm(4)).isFalse();
    }

    @Test
    void aPromotionWhoseAnswerIsLostIsSettledBeforeAnythingElse() throws Exception {
        following();
        etcd.losesSwaps(true);
        neighbour.answers(null, false);
        eventually("etcd did it", () -> isPrimaryOfTerm(4));
        etcd.losesSwaps(false);
        eventually("it serves", this::serves);
        assertThat(isPrimaryOfTerm(4)).as("it was promoted once").isTrue();
    }

    @Test
    void aReplicaWhoseMysqldDiesWithdrawsAndStartsIt() throws Exception {
        following();
        machine.process().end();
        eventually(
                "it is partner no more",
                () -> etcd.state() != null && etcd.state().partner() == null);
        eventually("it was started", () -> machine.programs.ran().contains("systemctl start mariadb.service"));
        assertThat(machine.mysqld.isOpen()).isFalse();
    }

    // --- a switchover

    /** Each order of it goes into a session that a quiet night had ended. */
    @Test
    void aSwitchoverAfterAQuietNightKillsNobody() throws IOException {
        serving(true);
        machine.mysqld.endConnections();
        LockSupport.parkNanos(400_000_000);
        etcd.ask(new Request(5, Request.Kind.SWITCHOVER, OTHER));
        eventually("it hands over", this::saysHandingOver);
        assertThat(machine.mysqld.isOpen()).isFalse();
        assertThat(machine.firewall.letsClientsIn()).isFalse();
        etcd.decide(new ClusterState(4, OTHER, null));
        eventually(
                "it is a replica",
                () -> machine.mysqld.told().contains("SET GLOBAL rpl_semi_sync_master_enabled = OFF"));
        assertThat(machine.process().kills()).isZero();
    }

    @Test
    void aPrimaryThatCannotCloseGoesOn() throws IOException {
        serving(true);
        machine.mysqld.planAlways("SET GLOBAL read_only = ON", Fault.REFUSED);
        etcd.ask(new Request(5, Request.Kind.SWITCHOVER, OTHER));
        eventually("it gives up", () -> !loop.status().contains("\"notSwitched\":null"));
        goesOn();
        assertThat(saysHandingOver()).isFalse();
    }

    // --- who does not end, and who comes

    @Test
    void aPrimaryWhoseMysqldSurvivesItsKillHandsOver() throws IOException {
        serving(true);
        machine.process().sleeps(true);
        machine.mysqld.stand(true);
        eventually("it is killed", () -> machine.process().kills() > 0);
        eventually("nobody gets in", () -> !machine.firewall.letsClientsIn());
        eventually("it hands over", this::saysHandingOver);
        assertThat(machine.process().hasEnded()).isFalse();
        machine.process().sleeps(false);
        eventually("it has ended", () -> machine.process().hasEnded());
        assertThat(machine.firewall.letsClientsIn()).isFalse();
    }

    @Test
    void aReplicaThatAsksIsLetInThoughNftFailsAtFirst() throws IOException {
        serving(false);
        machine.firewall.plan("add element inet tandem_gate replicas", FakeFirewall.Fault.DIES);
        neighbour.answers(knocking(7), false);
        int asked = neighbour.asked();
        eventually("it is heard", () -> neighbour.asked() > asked + 3);
        neighbour.answers(knocking(8), false);
        eventually("it is let in", () -> machine.firewall.in("replicas").contains(FakeMachine.OTHER_ADDRESS));
        goesOn();
    }

    private static MemberStatus knocking(long times) {
        return other(false, false, "", times, null);
    }

    // --- the end of the agent

    @Test
    void anAgentThatLeavesLeavesTheGateOpen() throws IOException {
        serving(false);
        loop.leave(false);
        assertThat(machine.firewall.clientsFor()).isGreaterThan(Duration.ofSeconds(5));
        Heartbeat said = etcd.heartbeat();
        assertThat(said).isNotNull();
        assertThat(said.sign()).isEqualTo(Heartbeat.Sign.LEAVING);
    }

    @Test
    void aMachineThatGoesDownEndsItsMysqldAndHandsOver() throws IOException {
        serving(true);
        loop.leave(true);
        assertThat(machine.process().hasEnded()).isTrue();
        assertThat(saysHandingOver()).isTrue();
    }
}
