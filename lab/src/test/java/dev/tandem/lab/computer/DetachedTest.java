package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void itsScriptRunsWithItsArguments() {
        Path mark = folder.resolve("a mark");
        Detached _ = Detached.begin("touch \"$1\"", mark.toString());
        assertThat(Deadline.in(PATIENCE).await(() -> mark.toFile().exists())).isTrue();
    }

    /** A shell whose sleep was ended would go on to what comes after it. */
    @Test
    void whatIsCalledOffIsNotDoneSooner() {
        Path began = folder.resolve("began");
        Path mark = folder.resolve("mark");
        Detached later = Detached.begin("touch \"$1\"\nsleep 60\ntouch \"$2\"", began.toString(), mark.toString());
        assertThat(Deadline.in(PATIENCE).await(() -> began.toFile().exists())).isTrue();
        later.end();
        assertThat(mark).doesNotExist();
    }
}
