package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModestTest {
    @Test
    void aProgramIsNicerAndGoesSoonerAndKeepsItsWordsAndItsNumber() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Modest.words(
                        "sh", "-c", "echo $$ $(nice) $(cat /proc/self/oom_score_adj) \"$1\"", "sh", "two words"))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(said).isEqualTo(process.pid() + " 15 300 two words");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aProgramThatFailsFails() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(Modest.words("false")).start().waitFor()).isEqualTo(1);
    }
}
