package dev.tandem.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.machine.ConvergeOutcome;
import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real machines: needs root and, once, a minute for the image. */
@Tag("lab")
class LabTest {
    private static final LabPlan PLAN = LabPlans.of("lab-test");
    private static final LabName NAME = PLAN.name();
    private static final MachineName DB1 = new MachineName("db1");
    private static final MachineName DB2 = new MachineName("db2");
    private static final Duration BOOT = Duration.ofSeconds(30);
    private static final Lab LAB = new Lab(Places.standard(), System.out::println);

    @BeforeAll
    static void start() {
        LAB.down(NAME);
    }

    @BeforeEach
    void wholeLab() {
        System.out.println(LAB.up(PLAN));
    }

    @AfterEach
    void othersAreGone() {
        LAB.down(LabPlans.of("lab-test-2").name());
    }

    @AfterAll
    static void end() {
        DownReport report = LAB.down(NAME);
        System.out.println(report);
        assertThat(report.remains()).isEmpty();
    }

    @Test
    void aSecondUpLeavesRunningMachinesAlone() {
        assertThat(LAB.up(PLAN).outcomes())
                .hasSize(PLAN.everyMachine().size())
                .containsOnlyKeys(LAB.list().getFirst().machines().keySet())
                .values()
                .containsOnly(ConvergeOutcome.KEPT);
    }

    @Test
    void theComputersOwnNetworkSeesNothingOfTheLab() {
        assertThat(Command.of("ip", "route").run()).doesNotContain("10.99.");
        assertThat(Command.of("ip", "link").run()).doesNotContain("lab_bridge").doesNotContain("m_db1");
    }

    @Test
    void aKilledMachineLosesItsNetworkButNotItsDiskAndKeepsItsHardwareAddress() throws Exception {
        NspawnMachine machine = LAB.machine(NAME, DB1);
        String hardware = in(DB1, "cat", "/sys/class/net/eth0/address");
        in(DB1, "sh", "-c", "echo kept > /var/lib/kept && ip address add 10.99.7.250/24 dev eth0");
        assertThat(pings("10.99.7.250")).isTrue();

        machine.kill();

        assertThat(machine.state()).isEqualTo(MachineState.STOPPED);
        assertThat(machine.supervisor()).isEmpty();
        assertThat(pings("10.99.7.250")).isFalse();
        assertThat(pings("10.99.7.31")).isFalse();

        machine.start();
        try (LabNetwork network = LAB.network(NAME)) {
            machine.awaitSsh(network, BOOT);
        }
        assertThat(in(DB1, "cat", "/var/lib/kept")).isEqualTo("kept\n");
        assertThat(in(DB1, "cat", "/sys/class/net/eth0/address")).isEqualTo(hardware);
        assertThat(pings("10.99.7.250")).isFalse();
    }

    @Test
    void upStartsAKilledMachineAgain() {
        LAB.machine(NAME, DB2).kill();

        assertThat(LAB.up(PLAN).outcomes())
                .containsEntry(DB2, ConvergeOutcome.STARTED)
                .containsEntry(DB1, ConvergeOutcome.KEPT);
    }

    @Test
    void aMachineThatPoweredItselfOffIsStartedByUp() {
        in(DB2, "systemctl", "poweroff", "--no-block");
        NspawnMachine machine = LAB.machine(NAME, DB2);
        assertThat(Deadline.in(BOOT).await(() -> machine.state() == MachineState.STOPPED))
                .isTrue();

        assertThat(LAB.up(PLAN).outcomes()).containsEntry(DB2, ConvergeOutcome.STARTED);
    }

    @Test
    void aRestartedMachineIsShutDownInOrder() {
        String before = in(DB2, "cat", "/proc/sys/kernel/random/boot_id");
        NspawnMachine machine = LAB.machine(NAME, DB2);
        machine.restart();
        try (LabNetwork network = LAB.network(NAME)) {
            machine.awaitSsh(network, BOOT);
        }
        assertThat(in(DB2, "cat", "/proc/sys/kernel/random/boot_id")).isNotEqualTo(before);
        assertThat(in(DB2, "journalctl", "-b", "-1", "-n", "50", "--no-pager"))
                .contains("Reached target poweroff.target");
    }

    @Test
    void aCutCableIsDeadUntilItIsHealed() {
        NspawnMachine machine = LAB.machine(NAME, DB1);
        assertThat(pings("10.99.7.31")).isTrue();
        machine.cut();
        assertThat(pings("10.99.7.31")).isFalse();
        machine.heal();
        assertThat(pings("10.99.7.31")).isTrue();
    }

    @Test
    void upMendsACutCableAndAFrozenMachine() {
        LAB.machine(NAME, DB1).cut();
        LAB.machine(NAME, DB2).freeze();

        assertThat(LAB.up(PLAN).outcomes())
                .containsEntry(DB1, ConvergeOutcome.MENDED)
                .containsEntry(DB2, ConvergeOutcome.MENDED);
    }

    @Test
    void aFrozenMachineSaysNothingButItsKernelAnswers() throws Exception {
        NspawnMachine machine = LAB.machine(NAME, DB1);
        machine.freeze();
        assertThat(machine.state()).isEqualTo(MachineState.FROZEN);
        assertThat(pings("10.99.7.31")).isTrue();
        try (LabNetwork network = LAB.network(NAME);
                Socket socket = network.connect(new InetSocketAddress("10.99.7.31", 22), Duration.ofSeconds(1))) {
            socket.setSoTimeout(300);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
            machine.thaw();
            socket.setSoTimeout(5_000);
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                    .isEqualTo("SSH-");
        }
    }

    @Test
    void twoLabsWithTheSameAddressesStandSideBySide() {
        LabPlan other = LabPlans.of("lab-test-2");
        LAB.up(other);
        in(DB1, "sh", "-c", "echo first > /tmp/which");
        assertThat(Command.of("ip", "netns", "exec", new NetworkNames(other.name()).machineNamespace(DB1), "true")
                        .succeeds())
                .isTrue();
        assertThat(LAB.knownHosts(NAME)).isNotEqualTo(LAB.knownHosts(other.name()));
        assertThat(Files.exists(LAB.machine(other.name(), DB1).root().resolve("tmp/which")))
                .isFalse();

        DownReport report = LAB.down(other.name());

        assertThat(report.found()).isTrue();
        assertThat(report.remains()).isEmpty();
        assertThat(LAB.machine(NAME, DB1).state()).isEqualTo(MachineState.RUNNING);
        assertThat(pings("10.99.7.31")).isTrue();
    }

    @Test
    void downOnNothingIsFine() {
        DownReport report = LAB.down(new LabName("lab-that-never-was"));
        assertThat(report.found()).isFalse();
        assertThat(report.remains()).isEmpty();
    }

    @Test
    void upLetsANewKeyInAndThePinnedHostKeyIsTheMachines(@TempDir Path directory) throws Exception {
        Path key = directory.resolve("key");
        Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab test", "-f", key.toString())
                .run();
        Path known = Files.writeString(directory.resolve("known_hosts"), LAB.knownHosts(NAME));
        LabPlan plan = new LabPlan(
                NAME,
                PLAN.network(),
                PLAN.adminAddress(),
                PLAN.machines(),
                PLAN.client(),
                PLAN.resolvers(),
                PLAN.packages(),
                Files.readString(directory.resolve("key.pub")).strip());

        assertThat(LAB.up(plan).outcomes()).containsEntry(DB1, ConvergeOutcome.KEPT);

        Command hostname = Command.of(
                "ip",
                "netns",
                "exec",
                new NetworkNames(NAME).bridgeNamespace(),
                "ssh",
                "-F",
                "none",
                "-i",
                key.toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + known,
                "root@10.99.7.31",
                "hostname");
        assertThat(hostname.run()).isEqualTo("db1\n");
    }

    @Test
    void socketsMadeInsideWorkFromAnyThreadAndAfterTheNetworkIsClosed() throws Exception {
        Socket socket;
        try (LabNetwork network = LAB.network(NAME)) {
            socket = CompletableFuture.supplyAsync(() -> unconnected(network)).get();
        }
        try (socket) {
            socket.connect(new InetSocketAddress("10.99.7.31", 22), 1_000);
            assertThat(socket.getLocalAddress().getHostAddress()).isEqualTo("10.99.7.1");
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                    .isEqualTo("SSH-");
        }
    }

    private static Socket unconnected(LabNetwork network) {
        try {
            return network.socket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMachineIsAWholeDebian() {
        assertThat(in(DB1, "systemctl", "is-system-running", "--wait")).isEqualTo("running\n");
        assertThat(in(DB1, "hostname")).isEqualTo("db1\n");
        assertThat(in(DB1, "sysctl", "-n", "-w", "net.ipv4.ip_nonlocal_bind=1")).isEqualTo("1\n");
        assertThat(in(DB1, "getent", "hosts", "db1")).contains("10.99.7.31");
        assertThat(in(DB1, "date", "+%Z")).isEqualTo("UTC\n");
        assertThat(
                        in(
                                DB1,
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mkdir -p /var/lib/tandem/stage/etc; echo staged > /var/lib/tandem/stage/etc/x;"
                                        + " mount -t overlay overlay -o lowerdir=/var/lib/tandem/stage/etc:/etc /etc && cat /etc/x"))
                .isEqualTo("staged\n");
        assertThat(in(DB1, "systemctl", "list-units", "--type=service", "--state=running", "--plain", "--no-legend"))
                .doesNotContain("mariadb")
                .doesNotContain("nginx")
                .doesNotContain("haproxy");
    }

    private static boolean pings(String address) {
        return LabPlans.insideCommand(LAB.machine(NAME, new MachineName("client")), "ping", "-q", "-c1", "-W1", address)
                .succeeds();
    }

    /** Runs a command inside a machine without SSH, by entering its namespaces. */
    private static String in(MachineName machine, String... words) {
        return LabPlans.inside(LAB.machine(NAME, machine), words);
    }
}
