package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LowestRateTest {
    private static final LowestRate RATE = new LowestRate(Duration.ofSeconds(10), 100);

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    /** How many steps of a client are borne, of at most a hundred. */
    private static int steps(long waitedSeconds, long bytes) {
        long left = RATE.openingNanos();
        for (int step = 0; step < 100; step++) {
            left = RATE.leftNanos(left, seconds(waitedSeconds), bytes);
            if (left < 0) {
                return step;
            }
        }
        return 100;
    }

    @Test
    void aClientAtTheRateIsBorneForEver() {
        assertThat(steps(1, 100)).isEqualTo(100);
        assertThat(steps(9, 900)).isEqualTo(100);
    }

    @Test
    void aClientThatTricklesIsBorneForTheCredit() {
        assertThat(steps(1, 1)).isEqualTo(10);
        assertThat(steps(60, 1)).isZero();
        assertThat(steps(1, 90)).isEqualTo(100);
        assertThat(steps(2, 100)).isEqualTo(10);
    }

    /** Who was fast for long may not be slow for long. */
    @Test
    void aCreditIsNotSaved() {
        long left = RATE.leftNanos(RATE.openingNanos(), 0, 1_000_000);
        assertThat(left).isEqualTo(seconds(10));
        assertThat(RATE.leftNanos(left, seconds(11), 1)).isNegative();
    }

    @Test
    void whatIsUnderWayMayTakeTheCreditAndItsOwnTime() {
        assertThat(RATE.allowedNanos(RATE.openingNanos(), 500)).isEqualTo(seconds(15));
        assertThat(RATE.allowedNanos(seconds(2), 0)).isEqualTo(seconds(2));
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new LowestRate(Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LowestRate(Duration.ofSeconds(1), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
