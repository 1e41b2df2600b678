package dev.tandem.lab.drill;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrillOptionsTest {
    @Test
    void aQuietThatIsTooShortForEveryLifetimeIsRefused() {
        assertThatThrownBy(() -> new DrillOptions(false, 40, true, Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 24 s");
    }
}
