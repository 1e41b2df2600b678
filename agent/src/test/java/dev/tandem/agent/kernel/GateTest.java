package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.kernel.FakeFirewall.Fault;
import dev.tandem.agent.kernel.Gate.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real gate and the real talk with nft, in front of a table that a test looks into. */
@Timeout(20)
class GateTest {
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final String REPLICA = "10.80.0.22";

    private final FakeFirewall firewall = new FakeFirewall();
    private final FakePrograms programs = new FakePrograms();
    private final Gate gate = new Gate(programs, Duration.ofSeconds(1));

    @BeforeEach
    void install() {
        programs.talks("nft", firewall::nft);
    }

    private static boolean changes(Runnable call) {
        try {
            call.run();
            return true;
        } catch (RuntimeException failed) {
            return false;
        }
    }

    @Test
    void aLeaseIsTheKernelsAndEndsByItself() throws InterruptedException {
        gate.lease(Duration.ofMillis(60), false);
        assertThat(firewall.letsClientsIn()).isTrue();
        assertThat(gate.mode()).isEqualTo(Mode.LEASE);
        Thread.sleep(70);
        assertThat(firewall.letsClientsIn()).isFalse();
        assertThat(gate.mode()).isEqualTo(Mode.CLOSED);
    }

    /** It stands in a command of root's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.80.0",
                "10.80.0.22.",
                "10.80.0.256",
                "10.80.0.22.1",
                "example.org",
                "10.80.0.0/8",
                "10.80.0.22 }; flush ruleset; add element inet tandem_gate shunned { 10.80.0.22",
                "10.80.0.22\nflush ruleset"
            })
    void whatIsNoAddressDoesNotGetToTheKernel(String source) {
        assertThatThrownBy(() -> gate.shun(source, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gate.admit(source)).isInstanceOf(IllegalArgumentException.class);
        assertThat(firewall.started()).isZero();
    }

    @Test
    void aLeaseThatIsAllButOverOpensNothing() {
        gate.lease(Duration.ofMillis(9), false);
        assertThat(firewall.letsClientsIn()).isFalse();
        assertThat(firewall.started()).as("nft takes 0 ms for no end at all").isZero();
    }

    @Test
    void aRepeatedLeaseIsLongerAndWaitsForNoAnswer() {
        gate.lease(Duration.ofMillis(200), true);
        firewall.plan("list set", Fault.SILENT);
        gate.lease(LEASE, true);
        assertThat(firewall.clientsFor()).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void closingEndsALeaseAndReaders() {
        gate.lease(LEASE, false);
        gate.close();
        assertThat(firewall.letsClientsIn()).isFalse();
        gate.readers();
        assertThat(firewall.clientsFor()).as("without an end").isNull();
        assertThat(firewall.letsClientsIn()).isTrue();
        gate.close();
        assertThat(firewall.letsClientsIn()).isFalse();
    }

    @Test
    void aRightThatAnEarlierAgentGaveIsShortened() {
        gate.lease(Duration.ofSeconds(8), false);
        Gate next = new Gate(programs);
        next.limit(LEASE);
        assertThat(firewall.clientsFor()).isLessThanOrEqualTo(LEASE);
        next.limit(Duration.ZERO);
        assertThat(firewall.letsClientsIn()).isFalse();
    }

    @Test
    void limitingOpensNothingThatIsShut() {
        gate.limit(LEASE);
        assertThat(firewall.letsClientsIn()).isFalse();
    }

    @Test
    void replicasAreLetInAndShutOut() {
        gate.admit(REPLICA);
        gate.admit("10.80.0.23");
        assertThat(gate.admitted()).containsExactlyInAnyOrder(REPLICA, "10.80.0.23");
        gate.expel(REPLICA);
        assertThat(gate.admitted()).containsExactly("10.80.0.23");
        assertThat(firewall.in("replicas")).containsExactly("10.80.0.23");
    }

    @Test
    void whatIsShunnedIsNotTakenForSomebodyWhoIsLetIn() {
        gate.shun(REPLICA, true);
        assertThat(gate.admitted()).isEmpty();
        gate.shun(REPLICA, false);
        assertThat(firewall.in("shunned")).isEmpty();
    }

    /** Whoever calls again has it done, with another nft; nobody is told that it happened when nft did not say so. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GARBLED")
    void whatFailedIsDoneByTheNextCall(Fault fault) {
        for (Runnable call : List.<Runnable>of(
                () -> gate.lease(LEASE, false),
                gate::readers,
                () -> gate.admit(REPLICA),
                () -> gate.shun(REPLICA, true))) {
            firewall.flush();
            firewall.plan("add element", fault);
            boolean said = changes(call);
            assertThat(said).as("it does not say that it was done").isFalse();
            assertThat(changes(call)).isTrue();
            assertThat(firewall.in("clients").size()
                            + firewall.in("replicas").size()
                            + firewall.in("shunned").size())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GARBLED")
    void aGateThatCouldNotBeClosedDoesNotCountAsClosed(Fault fault) {
        gate.readers();
        firewall.plan("destroy element", fault);
        assertThatThrownBy(gate::close).isInstanceOf(RuntimeException.class);
        assertThat(gate.mode()).isEqualTo(Mode.READERS);
        gate.close();
        assertThat(gate.mode()).isEqualTo(Mode.CLOSED);
        assertThat(firewall.letsClientsIn()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whoIsLetInIsNotGuessedWhenNftDoesNotSay(Fault fault) {
        gate.admit(REPLICA);
        firewall.plan("list set inet tandem_gate replicas", fault);
        assertThatThrownBy(gate::admitted).isInstanceOf(RuntimeException.class);
        assertThat(gate.admitted()).containsExactly(REPLICA);
    }

    /** The loop's thread waits, and heartbeats with it. */
    @Test
    @Timeout(5)
    void anNftThatDiesIsNotWaitedFor() {
        Gate patient = new Gate(programs, Duration.ofSeconds(30));
        firewall.plan("add element", Fault.DIES);
        assertThatThrownBy(patient::readers).isInstanceOf(RuntimeException.class);
        patient.readers();
        assertThat(firewall.letsClientsIn()).isTrue();
    }

    @Test
    void withoutMemoryForAnNftTheCallFailsAndTheNextOneWorks() {
        programs.hasMemory(false);
        assertThatThrownBy(gate::readers).hasMessageContaining("nft");
        programs.hasMemory(true);
        gate.readers();
        assertThat(firewall.letsClientsIn()).isTrue();
    }

    /** The rest of a long answer must not be taken for the next command's. */
    @Test
    void anErrorOfARepeatedLeaseIsNotLost() {
        gate.lease(LEASE, false);
        firewall.plan("add element", Fault.ERROR);
        gate.lease(LEASE, true);
        // Either this call hears of it, or the error was thrown away before; then it must simply work.
        boolean heard = !changes(() -> gate.admit(REPLICA));
        if (heard) {
            gate.admit(REPLICA);
        }
        assertThat(gate.admitted()).containsExactly(REPLICA);
    }
}
