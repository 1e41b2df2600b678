package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnprivilegedTest {
    private static final String ANYBODY = "daemon";

    @Test
    void aProgramHasNothingOfRootsAndKeepsItsWordsAndItsNumber() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root becomes somebody else");
        Process process = new ProcessBuilder(Modest.words(Unprivileged.as(
                        ANYBODY,
                        "sh",
                        "-c",
                        "echo $$ $(id -un) $(id -Gn) $(sed -n 's/^\\(CapPrm\\|CapEff\\|NoNewPrivs\\):.//p' /proc/self/status) $1",
                        "sh",
                        "two words")))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(said).isEqualTo(process.pid() + " daemon daemon 0000000000000000 0000000000000000 1 two words");
        assertThat(process.waitFor()).isZero();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
