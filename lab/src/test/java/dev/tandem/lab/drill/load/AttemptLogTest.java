package dev.tandem.lab.drill.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptLogTest {
    @TempDir
    Path folder;

    /** The program may be killed at any time: what it was about to do must be known then. */
    @Test
    void whatIsTriedIsWrittenDownBeforeTheLogIsClosed() throws IOException {
        Path file = folder.resolve("attempts");
        try (AttemptLog log = new AttemptLog(file)) {
            log.begin("write", "0.1", 17);
            assertThat(file).hasContent("B write 0.1 17");
        }
    }

    @Test
    void eachAttemptIsALineWhateverWasAnswered() throws IOException {
        Path file = folder.resolve("attempts");
        try (AttemptLog log = new AttemptLog(file)) {
            log.end("write", "0.1", 17, AttemptLog.Outcome.MAYBE, "(conn=3)\r\ntimed out");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).matches("E write 0\\.1 17 -?[0-9]+ M \\(conn=3\\)  timed out");
    }

    @Test
    void aSecondProgramGoesOnWhereTheFirstEnded() throws IOException {
        Path file = folder.resolve("attempts");
        for (int time = 0; time < 2; time++) {
            try (AttemptLog log = new AttemptLog(file)) {
                log.begin("write", "0." + time, time);
            }
        }
        assertThat(file).hasContent("B write 0.0 0\nB write 0.1 1");
    }
}
