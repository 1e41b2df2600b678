package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back of a component that could shut everybody out, on a machine whose timer is run by hand. */
class GuardTest {
    private static final MachineName NAME = new MachineName("private");

    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
        machine.program("systemctl", """
                echo "$*" >> /var/tmp/systemctl
                case "$*" in *is-active*ssh.service) exit 0 ;; *is-active*) exit 1 ;; esac
                """);
        machine.program("systemd-run", "echo \"$*\" > /var/tmp/timer");
        machine.sh("mkdir -p /etc/demo && echo old > /etc/demo/demo.conf");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void whatNobodyConfirmsGoesBackToItsOldFilesAndTheUnitTakesThem() {
        guard("ssh.service").arm();
        machine.sh("echo new > /etc/demo/demo.conf; echo new > /etc/demo/more.conf");

        runOutOfTime();

        assertThat(machine.sh("cat /etc/demo/demo.conf")).isEqualTo("old");
        assertThat(machine.sh("ls /etc/demo")).isEqualTo("demo.conf");
        assertThat(machine.sh("cat /var/tmp/systemctl")).endsWith("reload-or-restart ssh.service");
    }

    @Test
    void aUnitThatDidNotRunIsStoppedAgain() {
        guard("other.service").arm();
        runOutOfTime();
        assertThat(machine.sh("cat /var/tmp/systemctl")).endsWith("stop other.service");
    }

    @Test
    void whatIsConfirmedStays() {
        Guard guard = guard("ssh.service");
        guard.arm();
        machine.sh("echo new > /etc/demo/demo.conf");
        guard.confirm();
        assertThat(machine.sh("cat /etc/demo/demo.conf")).isEqualTo("new");
        assertThat(machine.sh("cat /var/tmp/systemctl")).contains("stop tandem-guard.timer");
    }

    @Test
    void whoComesTooLateIsToldThatTheMachineWentBack() {
        Guard guard = guard("ssh.service");
        guard.arm();
        machine.sh("rm -r /var/lib/tandem/guard");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(guard::confirm)
                .withMessageContaining("the machine has gone back by itself");
    }

    private void runOutOfTime() {
        assertThat(machine.sh("cat /var/tmp/timer")).contains("--on-active=25");
        machine.sh("sh -eu /var/lib/tandem/guard/undo");
    }

    private Guard guard(String unit) {
        Component component = new Component(
                "demo",
                Stage.FIREWALL,
                List.of(
                        ManagedFile.open("/etc/demo/demo.conf", "new\n", Effect.RELOAD),
                        ManagedFile.open("/etc/demo/more.conf", "new\n", Effect.RELOAD),
                        Unit.running(unit)),
                List.of(),
                List.of(),
                true,
                Optional.empty());
        return new Guard(new Fleet(_ -> new Opened(machine)), NAME, component);
    }

    /** A connection, whose end is not the machine's. */
    private record Opened(Remote remote) implements Remote {
        @Override
        public MachineName machine() {
            return remote.machine();
        }

        @Override
        public Completed run(RemoteCommand command, OutputStream output) {
            return remote.run(command, output);
        }

        @Override
        public int follow(RemoteCommand command, Consumer<String> line) {
            return remote.follow(command, line);
        }

        @Override
        public void close() {
            // The machine goes on.
        }
    }
}
