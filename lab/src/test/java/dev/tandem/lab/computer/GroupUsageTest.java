package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupUsageTest {
    @TempDir
    Path folder;

    private Path machine;
    private Path processes;

    @BeforeEach
    void aMachine() throws IOException {
        machine = folder.resolve("lb1");
        processes = folder.resolve("proc");
        group("", 1000);
        group("payload", 900);
        group("payload/system.slice", 700);
        group("payload/system.slice/nginx.service", 600, 7, 8);
        process(7, "Rss:               3000 kB\nPss:               2000 kB\nPss_Dirty:   99 kB\n");
        process(8, "Rss:               1000 kB\nPss:                500 kB\nPss_Dirty:   99 kB\n");
    }

    private void group(String name, long microseconds, int... pids) throws IOException {
        Path directory = Files.createDirectories(machine.resolve(name));
        Files.writeString(
                directory.resolve("cpu.stat"), "usage_usec " + microseconds + "\nuser_usec 1\nsystem_usec 2\n");
        StringBuilder all = new StringBuilder();
        for (int pid : pids) {
            all.append(pid).append('\n');
        }
        Files.writeString(directory.resolve("cgroup.procs"), all);
    }

    private void process(int pid, String memory) throws IOException {
        Path directory = Files.createDirectories(processes.resolve(Integer.toString(pid)));
        Files.writeString(directory.resolve("smaps_rollup"), memory);
    }

    private GroupUsage of(String group) {
        return GroupUsage.below(machine, processes).stream()
                .filter(usage -> usage.group().equals(Path.of(group)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void timeAndMemoryOfItsProcessesAreAddedUp() {
        assertThat(of("payload/system.slice/nginx.service"))
                .isEqualTo(new GroupUsage(Path.of("payload/system.slice/nginx.service"), 600, 4000, 2500));
    }

    /** A health check or a login that has ended took time all the same. */
    @Test
    void whatAGroupThatIsGoneUsedCountsForTheOneAbove() {
        assertThat(of("payload/system.slice").microseconds()).isEqualTo(100);
        assertThat(of("payload").microseconds()).isEqualTo(200);
    }

    @Test
    void nothingIsCountedTwice() {
        assertThat(GroupUsage.below(machine, processes).stream()
                        .mapToLong(GroupUsage::microseconds)
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void aProcessThatEndsMeanwhileHasNoMemory() throws IOException {
        group("payload/system.slice/nginx.service", 600, 7, 9);
        assertThat(of("payload/system.slice/nginx.service").residentKilobytes()).isEqualTo(3000);
    }

    @Test
    void aGroupThatIsNotThereUsesNothing() {
        assertThat(GroupUsage.below(folder.resolve("lb9"), processes)).isEmpty();
    }
}
