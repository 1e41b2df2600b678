package dev.tandem.lab.drill.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PastTest {
    private static final long SECOND = 1_000_000_000;
    private static final Duration AGE = Duration.ofSeconds(6);

    @Test
    void whatWasAcknowledgedLongEnoughAgoHasToBeSeen() {
        Past past = new Past();
        past.add(10 * SECOND, 3);
        past.add(11 * SECOND, 4);
        assertThat(past.before(16 * SECOND - 1, AGE)).isEqualTo(-1);
        assertThat(past.before(16 * SECOND, AGE)).isEqualTo(3);
        assertThat(past.before(60 * SECOND, AGE)).isEqualTo(4);
    }
}
