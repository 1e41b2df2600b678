package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTimeTest {
    @TempDir
    Path processes;

    @BeforeEach
    void aComputer() throws IOException {
        Files.writeString(processes.resolve("stat"), """
                cpu  100 20 30 4000 500 6 7 8 9 10
                cpu0 1 2 3 4 5 6 7 8 9 10
                """);
        process(1, "systemd", 0, 400, 400);
        process(2, "kthreadd", 0, 1, 1);
        process(15, "kworker/0:1 (x)", 2, 3, 20);
        process(16, "ksoftirqd/0", 2, 0, 7);
        process(300, "nginx", 1, 50, 60);
    }

    private void process(int pid, String name, int parent, long user, long system) throws IOException {
        Path directory = Files.createDirectories(processes.resolve(Integer.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (" + name + ") S " + parent + " 0 0 0 -1 69238880 0 0 0 0 " + user + " " + system
                        + " 0 0 20 0 1 0 5 0 0");
    }

    @Test
    void waitingIsNotWork() {
        assertThat(ProcessorTime.read(processes).busyMicroseconds()).isEqualTo((100 + 20 + 30 + 6 + 7) * 10_000);
    }

    @Test
    void theKernelsThreadsAreThoseOfItsThreadThatStartsThem() {
        assertThat(ProcessorTime.read(processes).kernelThreadMicroseconds()).isEqualTo((3 + 20 + 7) * 10_000);
    }

    @Test
    void whereTheyCannotBeSeenTheyCountForNothing() throws IOException {
        Files.delete(processes.resolve("2").resolve("stat"));
        assertThat(ProcessorTime.read(processes).kernelThreadMicroseconds()).isZero();
    }

    @Test
    void thisComputerIsUnderstood() {
        assertThat(ProcessorTime.now().busyMicroseconds()).isPositive();
    }
}
