package dev.tandem.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootCommandTest {
    private static final LabName LAB = new LabName("foobar");
    private static final MachineName MACHINE = new MachineName("server1");

    @TempDir
    Path folder;

    /** What comes before systemd-nspawn is run as it is, in front of a program that says what it is told. */
    @Test
    void aMachineIsInAllItsControlGroupsBeforeItBoots() throws IOException {
        List<Path> groups = List.of(folder.resolve("one"), folder.resolve("the other"));
        for (Path group : groups) {
            Files.createDirectory(group);
        }
        List<String> words = new ArrayList<>(BootCommand.words(LAB, MACHINE, Path.of("/disk"), groups));
        int boot = words.indexOf("systemd-nspawn");
        words.set(boot, "echo");
        String said = Command.of(words.subList(1, words.size()).toArray(String[]::new))
                .run();
        assertThat(said).startsWith("--quiet --boot").contains("--directory=/disk", "--machine=server1.foobar");
        for (Path group : groups) {
            assertThat(Files.readString(group.resolve("cgroup.procs")).strip()).matches("[0-9]+");
        }
    }

    @Test
    void aMachineThatCannotEnterItsGroupDoesNotBoot() {
        List<String> words = new ArrayList<>(
                BootCommand.words(LAB, MACHINE, Path.of("/disk"), List.of(folder.resolve("not there"))));
        words.set(words.indexOf("systemd-nspawn"), "echo");
        assertThat(Command.of(words.subList(1, words.size()).toArray(String[]::new))
                        .succeeds())
                .isFalse();
    }
}
