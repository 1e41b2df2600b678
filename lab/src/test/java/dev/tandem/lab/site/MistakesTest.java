package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with mistakes: all of them at once, each with its place, and nothing is touched. */
@OnTheSite
class MistakesTest {
    @ParameterizedTest
    @ValueSource(strings = {"check", "plan", "apply", "up"})
    void fiveMistakesAreFiveLinesAndExitCodeTwo(String command, SiteUnderTest site) {
        Path file = site.folder()
                .variant(
                        "mistakes.yaml",
                        text -> text.replace("\nbalancer:", "\nbalancr:")
                                .replace("  addresses: [10.80.0.10]", "  addresses: [10.81.0.10]")
                                .replace("10.80.0.22, roles", "10.80.0.21, roles")
                                .replace("  connections: 10", "  connections: many")
                                .replace("  memory: 256M", "  memory: 256 elephants"));

        Ran ran = site.tandemWith(file, command).exits(2);

        assertThat((ran.output() + ran.errors())
                        .lines()
                        .filter(line -> line.matches(".*mistakes\\.yaml:\\d+:\\d+: .*")))
                .hasSize(5)
                .anyMatch(line -> line.contains("balancr") && line.contains("Did you mean \"balancer\"?"))
                .anyMatch(line -> line.contains("virtual-address"))
                .anyMatch(line -> line.contains("10.80.0.21"))
                .anyMatch(line -> line.contains("application.connections"))
                .anyMatch(line -> line.contains("application.memory"));
    }
}
