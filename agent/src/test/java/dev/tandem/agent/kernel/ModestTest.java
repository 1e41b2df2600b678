package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModestTest {
    /** Nobody is nicer. */
    private static final int MOST = 19;

    @Test
    void aProgramIsNicerAndGoesSoonerAndKeepsItsWordsAndItsNumber() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Modest.words(
                        "sh", "-c", "echo $$ $(nice) $(cat /proc/self/oom_score_adj) \"$1\"", "sh", "two words"))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(said).isEqualTo(process.pid() + " " + Math.min(MOST, own() + 15) + " 300 two words");
        assertThat(process.waitFor()).isZero();
    }

    /** A build may be nice itself. */
    private static int own() throws IOException {
        Process nice = new ProcessBuilder("nice").start();
        return Integer.parseInt(new String(nice.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    @Test
    void aProgramThatFailsFails() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(Modest.words("false")).start().waitFor()).isEqualTo(1);
    }
}
