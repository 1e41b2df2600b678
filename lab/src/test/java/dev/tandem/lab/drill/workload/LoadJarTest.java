package dev.tandem.lab.drill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadJarTest {
    @Test
    void nothingThatALoadNeedsStaysBehind() throws IOException, URISyntaxException {
        Path classes = Path.of(LoadJar.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/tandem/lab/drill/load"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".class", ""))
                            .filter(name -> !name.equals("package-info")))
                    .containsExactlyInAnyOrderElementsOf(LoadJar.CLASSES);
        }
    }
}
