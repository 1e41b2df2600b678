package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent's report counts while it is fresh: neither when it is old, nor when the clock was set back after it. */
class ReportAgeTest {
    private static final Pattern FIND =
            Pattern.compile("find /run/tandem-agent/status\\.json((?: !? ?-newermt '[^']+')+)");

    @TempDir
    Path folder;

    private List<String> conditions() throws IOException {
        String texts = script("status.sh") + script("survey.sh") + DatabaseReading.FRESH_REPORT;
        List<String> found =
                FIND.matcher(texts).results().map(match -> match.group(1)).toList();
        assertThat(found).hasSize(3);
        return found;
    }

    private static String script(String name) throws IOException {
        try (var stream = Objects.requireNonNull(ReportAgeTest.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aFreshReportCounts() throws IOException, InterruptedException {
        for (String condition : conditions()) {
            assertThat(isFound(condition, 0)).as(condition).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-600, -10, 10, 600})
    void anOldOneDoesNotAndNorDoesOneOfTheFuture(long seconds) throws IOException, InterruptedException {
        for (String condition : conditions()) {
            assertThat(isFound(condition, seconds)).as(condition).isFalse();
        }
    }

    private boolean isFound(String condition, long seconds) throws IOException, InterruptedException {
        Path report = folder.resolve("status.json");
        Files.writeString(report, "{}");
        Files.setLastModifiedTime(report, FileTime.from(Instant.now().plus(Duration.ofSeconds(seconds))));
        Process find = new ProcessBuilder("sh", "-c", "find " + report + condition).start();
        String found = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(find.waitFor()).isZero();
        return !found.isEmpty();
    }
}
