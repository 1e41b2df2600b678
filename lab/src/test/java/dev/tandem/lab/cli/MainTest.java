package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void aNameThatNoLabCanHaveIsAWrongCommand() {
        assertThat(Main.run(Path.of(".."), Map.of("TANDEM_LAB", "No Name"), "version"))
                .isEqualTo(2);
        assertThat(Main.run(Path.of(".."), Map.of("TANDEM_LAB", "second"), "version"))
                .isZero();
    }
}
