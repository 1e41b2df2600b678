package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.kernel.ProcessHold;
import dev.tandem.agent.kernel.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnReportTest {
    private static final Instant NOW = Instant.parse("2026-12-01T03:20:11.500Z");

    @TempDir
    Path folder;

    private Programs.Result systemd = new Programs.Result(0, "Tue 2026-12-01 03:20:11.123456 UTC");

    @Test
    void whereThereIsNoFileNothingIsSaid() {
        assertThat(report().now()).isEmpty();
        assertThat(report().sinceItsStart()).isEmpty();
    }

    @Test
    void whatWasSaidAMomentAgoCounts() throws IOException {
        write("{\"sentence\":\"waits.\"}", NOW.minusMillis(1500));
        assertThat(report().now().orElseThrow().sentence()).isEqualTo("waits.");
    }

    @ParameterizedTest
    @ValueSource(longs = {-600, -3, 3, 600})
    void whatIsOldDoesNotAndNorDoesWhatIsOfTheFuture(long seconds) throws IOException {
        write("{\"sentence\":\"waits.\"}", NOW.plusSeconds(seconds));
        assertThat(report().now()).isEmpty();
        assertThat(report().sinceItsStart()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"sentence\":\"wai"})
    void whatIsNoReportIsNotSaid(String text) throws IOException {
        write(text, NOW);
        assertThat(report().now()).isEmpty();
    }

    @Test
    void whatWasSaidBeforeTheStartIsThePredecessors() throws IOException {
        write("{\"sentence\":\"waits.\"}", NOW.minusMillis(400));
        assertThat(report().sinceItsStart()).isEmpty();
        assertThat(report().now()).isPresent();
        write("{\"sentence\":\"waits.\"}", NOW.minusMillis(300));
        assertThat(report().sinceItsStart()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n/a", "Tue 2026-12-01 03:20 UTC"})
    void anAgentThatWasNeverStartedHasSaidNothing(String answer) throws IOException {
        write("{\"sentence\":\"waits.\"}", NOW);
        systemd = new Programs.Result(0, answer);
        assertThat(report().sinceItsStart()).isEmpty();
    }

    @Test
    void whereSystemdDoesNotAnswerNothingWasSaidSince() throws IOException {
        write("{\"sentence\":\"waits.\"}", NOW);
        systemd = new Programs.Result(1, systemd.output());
        assertThat(report().sinceItsStart()).isEmpty();
    }

    private void write(String text, Instant at) throws IOException {
        Files.writeString(folder.resolve("status.json"), text);
        Files.setLastModifiedTime(folder.resolve("status.json"), FileTime.from(at));
    }

    private OwnReport report() {
        return new OwnReport(folder.resolve("status.json"), new Systemd(), () -> NOW);
    }

    /** Answers one question. */
    private final class Systemd implements Programs {
        @Override
        public Result run(Duration limit, String... words) {
            assertThat(words)
                    .containsExactly(
                            "systemctl", "show", "--timestamp=us+utc", "-P", "ActiveEnterTimestamp", "tandem-agent");
            return systemd;
        }

        @Override
        public Process start(ProcessBuilder program) {
            throw new AssertionError("nothing is started");
        }

        @Override
        public Optional<ProcessHold> hold(int pid, String name, Runnable onEnd) {
            return Optional.empty();
        }
    }
}
