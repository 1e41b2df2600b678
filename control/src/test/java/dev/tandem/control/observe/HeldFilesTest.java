package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.FakeRemote;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that reads files, run for real. */
class HeldFilesTest {
    @TempDir
    Path folder;

    @Test
    void filesAndLinksAreReadAndWhatIsNotThereIsLeftOut() {
        try (PrivateMachine machine = PrivateMachine.in(folder)) {
            machine.sh("mkdir -p /etc/t /etc/t/releases/a1; printf 'one\\ntwo' > /etc/t/file; : > /etc/t/empty;"
                    + " ln -s releases/a1 /etc/t/current; ln -s nowhere /etc/t/gone; ln -s file /etc/t/same");
            Map<String, String> held = HeldFiles.read(
                    machine,
                    "look",
                    List.of(
                            "/etc/t/file",
                            "/etc/t/empty",
                            "/etc/t/current",
                            "/etc/t/gone",
                            "/etc/t/same",
                            "/etc/t/no"));
            assertThat(held)
                    .containsOnly(
                            Map.entry("/etc/t/file", "one\ntwo"),
                            Map.entry("/etc/t/empty", ""),
                            Map.entry("/etc/t/current", "releases/a1"),
                            Map.entry("/etc/t/gone", "nowhere"),
                            Map.entry("/etc/t/same", "one\ntwo"));
        }
    }

    @Test
    void whatWasReadIsInNoMessage() {
        FakeRemote machine = new FakeRemote(
                new MachineName("server1"), _ -> new Completed(1, "held /etc/tandem/password c2VjcmV0", ""));
        assertThatThrownBy(() -> HeldFiles.read(machine, "look", List.of("/etc/tandem/password")))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("could not look")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void wordsOfAnotherProgramAreNoFiles() {
        FakeRemote machine =
                new FakeRemote(new MachineName("server1"), _ -> new Completed(0, "Welcome to server1\n503\n", ""));
        assertThat(HeldFiles.read(machine, "look", List.of("/etc/passwd"))).isEmpty();
    }
}
