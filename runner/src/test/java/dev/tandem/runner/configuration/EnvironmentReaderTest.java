package dev.tandem.runner.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.LowestRate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentReaderTest {
    private static final Map<String, String> SMALLEST = Map.of(
            "RUNNER_APPLICATION", "/srv/site/current/app",
            "RUNNER_LISTEN", "127.0.0.1:8080",
            "RUNNER_MANAGEMENT", "/run/runner/management.sock");

    private static final Map<String, String> DATABASE = Map.of(
            "RUNNER_DATABASE_PRIMARY", "jdbc:mariadb://127.0.0.1:3306/site",
            "RUNNER_DATABASE_REPLICA", "jdbc:mariadb://127.0.0.1:3307/site",
            "RUNNER_DATABASE_USER", "site",
            "RUNNER_DATABASE_PASSWORD", "hush");

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(SMALLEST);
        all.putAll(more);
        return all;
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(ConfigurationProblems.class, () -> EnvironmentReader.read(environment))
                .problems();
    }

    @Test
    void theDefaultsAreThese() {
        RunnerConfiguration configuration = EnvironmentReader.read(SMALLEST);
        assertThat(configuration)
                .isEqualTo(new RunnerConfiguration(
                        Path.of("/srv/site/current/app"),
                        Endpoint.parse("127.0.0.1:8080"),
                        Optional.empty(),
                        Path.of("/run/runner/management.sock"),
                        Duration.ZERO,
                        Duration.ofSeconds(20),
                        Limits.USUAL,
                        Optional.empty()));
    }

    @Test
    void asManyRequestsAndStreamsAsThereAreByDefault() {
        assertThat(Limits.USUAL.requests()).isEqualTo(256);
        assertThat(Limits.USUAL.streams()).isEqualTo(1_024);
        assertThat(Limits.USUAL.patience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> environment = with(DATABASE);
        environment.put("RUNNER_LISTEN", "[::1]:8080");
        environment.put("RUNNER_LINGER", "500ms");
        environment.put("RUNNER_DRAIN", "2m");
        environment.put("RUNNER_MAX_REQUESTS", "50");
        environment.put("RUNNER_MAX_STREAMS", "70");
        environment.put("RUNNER_PATIENCE", "1m");
        environment.put("RUNNER_DATABASE_POOL", "4");
        RunnerConfiguration configuration = EnvironmentReader.read(environment);
        assertThat(configuration.listen().toString()).isEqualTo("[0:0:0:0:0:0:0:1]:8080");
        assertThat(configuration.linger()).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.drain()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.limits())
                .isEqualTo(new Limits(50, 70, Limits.USUAL.idle(), Duration.ofMinutes(1), LowestRate.USUAL));
        assertThat(configuration.database())
                .contains(new DatabaseConfiguration(
                        "jdbc:mariadb://127.0.0.1:3306/site", "jdbc:mariadb://127.0.0.1:3307/site", "site", "hush", 4));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(Map.of(
                        "RUNNER_LISTEN", "localhost:8080",
                        "RUNNER_MANAGEMENT", "management.sock",
                        "RUNNER_DRAIN", "20",
                        "RUNNER_MAX_REQUESTS", "0",
                        "RUNNER_DATABASE_PRIMARY", "jdbc:mysql://127.0.0.1/site",
                        "RUNNER_DATABASE_PASWORD", "hush")))
                .containsExactly(
                        "RUNNER_DATABASE_PASWORD is not a setting of the runner; did you mean RUNNER_DATABASE_PASSWORD?",
                        "RUNNER_APPLICATION is not set",
                        "RUNNER_LISTEN has 'localhost' where an IP address is expected",
                        "RUNNER_MANAGEMENT is 'management.sock', which is not an absolute path",
                        "RUNNER_DRAIN is '20', which is not a duration such as 500ms, 20s or 2m",
                        "RUNNER_MAX_REQUESTS is '0', which is not a whole number from 1 to 100000",
                        "RUNNER_DATABASE_PRIMARY does not begin with jdbc:mariadb://",
                        "RUNNER_DATABASE_REPLICA is not set",
                        "RUNNER_DATABASE_USER is not set",
                        "RUNNER_DATABASE_PASSWORD is not set");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNER_APPLICATION, app, not an absolute path",
        "RUNNER_LISTEN, 8080, ADDRESS:PORT",
        "RUNNER_LISTEN, ::1:8080, without brackets",
        "RUNNER_LISTEN, 127.0.0.1:70000, not between 0 and 65535",
        "RUNNER_MANAGEMENT, 127.0.0.1:8081, not an absolute path",
        "RUNNER_LINGER, -1s, not a duration",
        "RUNNER_MAX_STREAMS, 0, not a whole number from 1 to 100000",
        "RUNNER_PATIENCE, 0s, ends every stream",
        "RUNNER_DATABASE_POOL, many, not a whole number"
    })
    void aWrongValueIsOneProblem(String name, String value, String problem) {
        assertThat(problems(with(Map.of(name, value))))
                .singleElement()
                .asString()
                .startsWith(name)
                .contains(problem);
    }

    /** What site.yaml allows for a server's answer. */
    @Test
    void aDayIsADurationToo() {
        assertThat(EnvironmentReader.read(with(Map.of("RUNNER_PATIENCE", "86400000ms")))
                        .limits()
                        .patience())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aPasswordIsNeitherInAProblemNorInText() {
        Map<String, String> environment = with(DATABASE);
        assertThat(EnvironmentReader.read(environment).toString()).doesNotContain("hush");
        environment.put("RUNNER_DATABASE_PRIMARY", "mariadb://site:hush@db/site");
        assertThat(problems(environment)).noneMatch(problem -> problem.contains("hush"));
    }

    @Test
    void variablesThatAreNotTheRunnersAreLeftAlone() {
        assertThat(EnvironmentReader.read(with(Map.of("APPLICATION_KEY", "x"))))
                .isEqualTo(EnvironmentReader.read(SMALLEST));
    }
}
