package dev.tandem.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import dev.tandem.lab.machine.ConvergeOutcome;
import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;
import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lab after commands or machines were killed in the middle of their work. */
@Tag("lab")
class LabCrashTest {
    private static final LabPlan PLAN = LabPlans.of("lab-crash");
    private static final Lab LAB = new Lab(Places.standard(), Progress.silent());
    private static final MachineName DB1 = new MachineName("db1");

    @BeforeAll
    static void imageIsThere() {
        LAB.up(PLAN);
    }

    @BeforeEach
    @AfterEach
    void nothing() {
        assertThat(LAB.down(PLAN.name()).remains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 150, 250, 350, 500, 800})
    void downRemovesWhatAKilledUpLeft(int millisecondsAfterItsFirstStep) throws Exception {
        killedUp(millisecondsAfterItsFirstStep);

        assertThat(LAB.down(PLAN.name()).remains()).isEmpty();
        assertThat(Command.of("ip", "netns").run()).doesNotContain(PLAN.name().value());
        assertThat(Files.readString(Path.of("/proc/mounts")))
                .doesNotContain(PLAN.name().value());
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 150, 250, 350, 500, 800})
    void upCompletesWhatAKilledUpBegan(int millisecondsAfterItsFirstStep) throws Exception {
        killedUp(millisecondsAfterItsFirstStep);

        LAB.up(PLAN);

        for (MachineName name : LAB.list().stream()
                .filter(lab -> lab.name().equals(PLAN.name()))
                .findFirst()
                .orElseThrow()
                .machines()
                .keySet()) {
            assertThat(LabPlans.inside(LAB.machine(PLAN.name(), name), "systemctl", "is-system-running", "--wait"))
                    .isEqualTo("running\n");
        }
    }

    @Test
    void aMachineWhoseSupervisorWasKilledIsBootedAnewByUp() {
        LAB.up(PLAN);
        NspawnMachine machine = LAB.machine(PLAN.name(), DB1);
        LabPlans.inside(machine, "sh", "-c", "echo kept > /root/kept");
        machine.supervisor().forEach(ProcessHandle::destroyForcibly);
        assertThat(Deadline.in(Duration.ofSeconds(5))
                        .await(() -> machine.supervisor().isEmpty()))
                .isTrue();

        assertThat(LAB.up(PLAN).outcomes()).containsEntry(DB1, ConvergeOutcome.STARTED);
        assertThat(LabPlans.inside(machine, "cat", "/root/kept")).isEqualTo("kept\n");
    }

    @Test
    void downEndsCommandsThatRunInTheLabsNetwork() throws Exception {
        LAB.up(PLAN);
        Process process = new ProcessBuilder(
                        "ip", "netns", "exec", new NetworkNames(PLAN.name()).bridgeNamespace(), "sleep", "600")
                .start();
        assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

        assertThat(LAB.down(PLAN.name()).remains()).isEmpty();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aMachineThatLeftThePlanIsPoweredOffAndKeepsItsDisk() {
        LAB.up(PLAN);
        LabPlans.inside(LAB.machine(PLAN.name(), DB1), "sh", "-c", "echo kept > /root/kept");
        LabPlan smaller = new LabPlan(
                PLAN.name(),
                PLAN.network(),
                PLAN.adminAddress(),
                PLAN.machines().stream()
                        .filter(machine -> !machine.name().equals(DB1))
                        .toList(),
                PLAN.client(),
                PLAN.resolvers(),
                PLAN.packages(),
                PLAN.sshPublicKey());

        assertThat(LAB.up(smaller).outcomes()).containsEntry(DB1, ConvergeOutcome.STOPPED);
        assertThat(LAB.machine(PLAN.name(), DB1).state()).isEqualTo(MachineState.STOPPED);

        assertThat(LAB.up(PLAN).outcomes()).containsEntry(DB1, ConvergeOutcome.STARTED);
        assertThat(LabPlans.inside(LAB.machine(PLAN.name(), DB1), "cat", "/root/kept"))
                .isEqualTo("kept\n");
    }

    @Test
    void twoUpsOfOneLabTakeTurns() throws Exception {
        Process first = up();
        Process second = up();
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(second.exitValue()).isZero();
    }

    /** Starts `up` in a process of its own and kills that when it has been at work for so long. */
    private static void killedUp(int milliseconds) throws IOException, InterruptedException {
        Process process = up();
        Path directory = Places.standard().labs().resolve(PLAN.name().value());
        assertThat(Deadline.in(Duration.ofSeconds(20)).await(() -> Files.exists(directory)))
                .isTrue();
        assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    private static Process up() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpInAProcess.class.getName(),
                        PLAN.name().value())
                .inheritIO()
                .start();
    }
}
