package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingTest {
    @TempDir
    Path threads;

    @Test
    void whatAllThreadsWaitedSinceTheLastQuestionIsTheirSum() throws IOException {
        thread("7", "100 5000000 3");
        thread("8", "100 1000000 3");
        Waiting waiting = new Waiting(threads);
        assertThat(waiting.sinceLastAsked()).isEqualTo(Duration.ofMillis(6));

        thread("7", "100 9000000 3");
        thread("8", "900 1000000 9");
        thread("9", "1 2000000 1");

        assertThat(waiting.sinceLastAsked()).isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void aKernelThatDoesNotCountExcusesNothing() throws IOException {
        thread("7", "0 0 0");
        assertThat(new Waiting(threads).sinceLastAsked()).isZero();
        assertThat(new Waiting(threads.resolve("not there")).sinceLastAsked()).isZero();
    }

    @Test
    void theKernelOfThisComputerCounts() {
        assertThat(new Waiting().sinceLastAsked()).isPositive();
    }

    private void thread(String id, String numbers) throws IOException {
        Files.createDirectories(threads.resolve(id));
        Files.writeString(threads.resolve(id).resolve("schedstat"), numbers + "\n");
    }
}
