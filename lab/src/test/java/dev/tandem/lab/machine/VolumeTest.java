package dev.tandem.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a loop device and a file system of this computer. */
@Tag("lab")
class VolumeTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path machine;

    @AfterEach
    void remove() {
        new Volume(machine).remove();
    }

    @Test
    void whoWritesToADiskThatStandsStillOutlivesSigkillUntilItIsThawed() throws IOException {
        Volume volume = new Volume(machine);
        assertThat(volume.make(64)).matches("7 \\d+");
        Detached thaw = volume.freeze(Duration.ofMinutes(1));
        Process writer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo x > \"$1\"/file",
                        "sh",
                        machine.resolve("volume").toString())
                .start();
        assertThat(Deadline.in(SOON).await(() -> state(writer).equals("D"))).isTrue();

        writer.destroyForcibly();
        Deadline.pause(Duration.ofMillis(300));
        assertThat(writer.isAlive()).as("it was killed and is not dead").isTrue();

        // Another process than the one that froze it: the drill was killed.
        new Volume(machine).thaw();
        assertThat(Deadline.in(SOON).await(() -> !writer.isAlive())).isTrue();
        thaw.end();
    }

    @Test
    void aDiskThatStuttersIsSlowAndIsThawedForGood() throws IOException {
        Volume volume = new Volume(machine);
        volume.make(64);
        volume.stutter(Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofMinutes(1));
        assertThat(writes(20)).isGreaterThan(Duration.ofMillis(300));

        volume.thaw();

        assertThat(machine.resolve("volume.stutters")).doesNotExist();
        assertThat(writes(1)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatIsRemovedIsGone() throws IOException {
        Volume volume = new Volume(machine);
        volume.make(64);
        Detached thaw = volume.freeze(Duration.ofMinutes(1));

        volume.remove();
        thaw.end();

        assertThat(volume.exists()).isFalse();
        try (var left = Files.list(machine)) {
            assertThat(left).isEmpty();
        }
    }

    private Duration writes(int count) throws IOException {
        Duration all = Duration.ZERO;
        for (int write = 0; write < count; write++) {
            long begin = System.nanoTime();
            Files.writeString(machine.resolve("volume").resolve("file"), "x".repeat(4096));
            all = all.plusNanos(System.nanoTime() - begin);
            Deadline.pause(Duration.ofMillis(20));
        }
        return all;
    }

    private static String state(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
        } catch (IOException gone) {
            return "";
        }
    }
}
