package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is slow because its machine has too much to do is not one that does not work. */
class VerifyScriptTest {
    private static final String QUIET =
            "some avg10=3.00 avg60=70.00 avg300=80.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";
    private static final String BUSY =
            "some avg10=71.50 avg60=1.00 avg300=1.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";
    private static final String STALLED =
            "some avg10=90.00 avg60=1.00 avg300=1.00 total=1\nfull avg10=33.00 avg60=0.00 avg300=0.00 total=0\n";

    @TempDir
    Path folder;

    @Test
    void onAQuietMachineTheLimitIsTheLimit() throws Exception {
        pressure(QUIET, QUIET, QUIET);

        Answer answer = verify("echo 'got 503'; false");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text()).isEqualTo("got 503");
        assertThat(answer.took()).isBetween(Duration.ofMillis(300), Duration.ofMillis(1_900));
    }

    @Test
    void onAMachineWithTooMuchToDoASlowServiceIsWaitedFor() throws Exception {
        pressure(BUSY, QUIET, QUIET);

        assertThat(verify(holdsAfter(900)).exitCode()).isZero();
    }

    @Test
    void soItIsOnAMachineThatWaitsForItsDiskOrForMemory() throws Exception {
        pressure(QUIET, QUIET, STALLED);
        assertThat(verify(holdsAfter(900)).exitCode()).isZero();

        pressure(QUIET, STALLED, QUIET);
        assertThat(verify(holdsAfter(900)).exitCode()).isZero();
    }

    @Test
    void neverForEverAndItSaysWhyItTookSoLong() throws Exception {
        pressure(BUSY, STALLED, STALLED);

        Answer answer = verify("echo 'got 503'; false");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text()).contains("got 503", "(waited 2 s, because the machine had too much to do)");
        assertThat(answer.took()).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void aKernelThatSaysNothingGetsNoMoreTime() throws Exception {
        assertThat(verify(holdsAfter(1_900)).exitCode()).isEqualTo(1);
    }

    private static String holdsAfter(long millis) {
        return "test $(date +%s%3N) -ge " + (System.currentTimeMillis() + millis);
    }

    private void pressure(String cpu, String memory, String io) throws IOException {
        Files.writeString(folder.resolve("cpu"), cpu);
        Files.writeString(folder.resolve("memory"), memory);
        Files.writeString(folder.resolve("io"), io);
    }

    private record Answer(int exitCode, String text, Duration took) {}

    /** For 300 ms, and for two seconds under pressure. */
    private Answer verify(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sh", "-eu", "-c", Scripts.VERIFY, "sh", "300"));
        words.addAll(List.of(folder.toString(), "2000", "sh", "-c", command));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Answer(process.waitFor(), text, Duration.ofNanos(System.nanoTime() - begin));
    }
}
