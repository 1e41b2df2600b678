package dev.tandem.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeNumberTest {
    private static final long NOW = 1_795_686_857_000L;
    private static final long HOURS = 3_600_000;

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void aFile() {
        file = folder.resolve("life");
    }

    private long next(long millis) throws IOException {
        return new LifeNumber(file).next(millis);
    }

    @Test
    void theFirstOneIsTheTimeAsOlderAgentsHadIt() throws IOException {
        assertThat(next(NOW)).isEqualTo(NOW);
    }

    @Test
    void whatComesAfterAnOlderAgentIsAboveIt() throws IOException {
        next(NOW);
        assertThat(next(NOW + 24 * HOURS)).isGreaterThanOrEqualTo(NOW + 24 * HOURS);
    }

    @Test
    void aClockThatIsSetBackLowersNothing() throws IOException {
        long last = next(NOW);
        for (long clock : new long[] {NOW - 1, NOW - 24 * HOURS, 0, NOW, NOW + 1}) {
            long next = next(clock);
            assertThat(next).isGreaterThanOrEqualTo(last + LifeNumber.LIFE);
            last = next;
        }
    }

    @Test
    void aFileThatSaysNothingLeavesTheClock() throws IOException {
        next(NOW);
        Files.writeString(file, "");
        assertThat(next(NOW + 1)).isEqualTo(NOW + 1);
        Files.writeString(file, "nonsense");
        assertThat(next(NOW + 2)).isEqualTo(NOW + 2);
    }
}
