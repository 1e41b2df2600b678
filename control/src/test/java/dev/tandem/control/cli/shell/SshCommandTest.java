package dev.tandem.control.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.CapturedStreams;
import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.SocketOpener;
import dev.tandem.control.remote.SshAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that writes down its words and ends as it is told stands in for ssh. */
@Isolated("it takes over standard output")
class SshCommandTest {
    @TempDir
    Path folder;

    private final CapturedStreams streams = new CapturedStreams();

    @BeforeEach
    void aSite() throws IOException {
        SmallSite.in(folder);
    }

    @AfterEach
    void streamsAreBack() {
        streams.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 130, 254})
    void itEndsAsTheCommandDid(int exit) throws IOException {
        assertThat(run(exit, "root", "ssh", "lb1", "--", "grep", "two words", "/etc/hosts"))
                .isEqualTo(exit);
        assertThat(Files.readString(folder.resolve("ssh.words")))
                .endsWith("root@10.80.0.11\ngrep 'two words' /etc/hosts\n")
                .doesNotContain("\n-t\n");
        assertThat(streams.errors()).doesNotContain("lb1:");
    }

    @Test
    void aCommandIsRootsAsThoseOfExecAre() throws IOException {
        assertThat(run(0, "admin", "ssh", "lb1", "--", "id")).isZero();
        assertThat(Files.readString(folder.resolve("ssh.words"))).endsWith("admin@10.80.0.11\nsudo id\n");
    }

    @Test
    void withoutACommandItIsAShellWithATerminal() throws IOException {
        assertThat(run(3, "root", "ssh", "lb1")).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("ssh.words"))).endsWith("\n-t\nroot@10.80.0.11\n");
    }

    @Test
    void noConnectionIsAFailureOfItsOwn() throws IOException {
        assertThat(run(255, "root", "ssh", "lb1", "--", "true")).isEqualTo(1);
        assertThat(streams.errors()).contains("lb1: there is no SSH connection to 10.80.0.11, or it broke.");
    }

    @Test
    void severalMachinesAreAWrongCommand() throws IOException {
        assertThat(run(0, "root", "ssh", "balancer", "--", "true")).isEqualTo(2);
        assertThat(folder.resolve("ssh.words")).doesNotExist();
    }

    private int run(int exit, String user, String... words) throws IOException {
        Path program = folder.resolve("ssh");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"${0}.words\"\nexit " + exit + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        HostKeys keys = new HostKeys(folder.resolve("known_hosts"));
        FakePlace place = new FakePlace((_, _) -> new Completed(0, "", ""))
                .withSsh(program, new SshAccess(user, 22, folder.resolve("key"), keys, SocketOpener.direct()));
        List<String> all = new ArrayList<>(List.of(words));
        all.add(1, "--file=" + folder.resolve("site.yaml"));
        return CommandLines.run(folder, List.of(place), Commands.all(), all.toArray(String[]::new));
    }
}
