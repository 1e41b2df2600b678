package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveLockTest {
    private static final Duration SHORT = Duration.ofMillis(120);

    @TempDir
    private Path directory;

    @Test
    void aSecondHolderWaitsAndSaysSoOnce() {
        List<String> heard = new ArrayList<>();
        try (ExclusiveLock _ = take("lab a", heard)) {
            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(() -> take("lab a", heard))
                    .withMessageContaining("lab a is locked by process "
                            + ProcessHandle.current().pid());
        }
        assertThat(heard).singleElement().asString().startsWith("lab a: waiting for ");
    }

    @Test
    void aReleasedLockIsFree() {
        take("lab a", new ArrayList<>()).close();
        take("lab a", new ArrayList<>()).close();
    }

    @Test
    void otherThingsAreNotLocked() {
        try (ExclusiveLock _ = take("lab a", new ArrayList<>());
                ExclusiveLock _ = take("lab b", new ArrayList<>())) {
            assertThat(ExclusiveLock.position("lab a")).isNotEqualTo(ExclusiveLock.position("lab b"));
        }
    }

    @Test
    void anotherProcessSeesTheLockAlsoAfterThisOneLookedAtIt() throws Exception {
        try (ExclusiveLock _ = take("lab a", new ArrayList<>())) {
            take("lab b", new ArrayList<>()).close();
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            TakeInAProcess.class.getName(),
                            directory.resolve("locks").toString(),
                            "lab a")
                    .start();
            assertThat(other.waitFor()).isEqualTo(TakeInAProcess.LOCKED);
        }
    }

    @Test
    void theOwnerIsFoundInTheKernelsTable() {
        long position = ExclusiveLock.position("lab a");
        assertThat(ExclusiveLock.owner(
                        "lab a",
                        "1: POSIX  ADVISORY  WRITE 7 fe:00:131 0 0\n2: POSIX  ADVISORY  WRITE 4242 fe:00:132 "
                                + position + " " + position + "\n"))
                .isEqualTo("process 4242");
        assertThat(ExclusiveLock.owner("lab a", "")).isEqualTo("another process");
    }

    private ExclusiveLock take(String thing, List<String> heard) {
        return ExclusiveLock.take(directory.resolve("locks"), thing, SHORT, heard::add);
    }
}
