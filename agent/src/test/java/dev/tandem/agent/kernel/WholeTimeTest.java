package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WholeTimeTest {
    private static final Duration TIME = Duration.ofMillis(30);

    @Test
    void aPermitThatWasLeftOverDoesNotShortenIt() {
        LockSupport.unpark(Thread.currentThread());
        assertThat(passed()).isGreaterThanOrEqualTo(TIME);
    }

    @Test
    void anInterruptedThreadWaitsOnAndKeepsItsMark() {
        Thread.currentThread().interrupt();
        assertThat(passed()).isGreaterThanOrEqualTo(TIME);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Duration passed() {
        long began = System.nanoTime();
        WholeTime.pass(TIME);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
