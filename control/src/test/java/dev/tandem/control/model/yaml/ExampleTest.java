package dev.tandem.control.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExampleTest {
    static final Path EXAMPLE = Path.of("..", "sites", "www.foobar.com", "site.yaml");

    @Test
    void theExampleIsGood() {
        Reading reading = new SiteReader(Path.of("/home/ann")).read(EXAMPLE);
        assertThat(reading).isInstanceOf(Reading.Good.class);
    }
}
