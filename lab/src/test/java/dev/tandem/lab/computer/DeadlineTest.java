package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void itWaitsUntilTheAnswerIsYes() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(Deadline.in(LONG).await(() -> asked.incrementAndGet() == 3)).isTrue();
        assertThat(asked).hasValue(3);
    }

    /** Who has no time left still asks once: what is true already needs none. */
    @Test
    void aPassedDeadlineAsksOnce() {
        assertThat(Deadline.in(Duration.ZERO).await(() -> true)).isTrue();
        assertThat(Deadline.in(Duration.ZERO).await(() -> false)).isFalse();
        assertThat(Deadline.in(Duration.ZERO).passed()).isTrue();
        assertThat(Deadline.in(LONG).passed()).isFalse();
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndKeepsItsMark() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(LabInterruptedException.class).isThrownBy(() -> Deadline.pause(LONG));
        assertThat(Thread.interrupted()).isTrue();
    }
}
