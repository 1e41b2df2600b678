package com.foobar.conduit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrateTest {

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(Map<String, String> environment) {
        return Migrate.run(environment, System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @Test
    void aMissingSettingIsNamed() {
        assertThat(run(Map.of("DATABASE_URL", "jdbc:mariadb://127.0.0.1/site", "DATABASE_USER", "x")))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo("migrate: DATABASE_PASSWORD is not in the environment%n".formatted());
    }

    @Test
    void aUrlThatNoDriverKnowsIsAFailureWithTheUrl() {
        assertThat(run(Map.of("DATABASE_URL", "jdbc:nothing:x", "DATABASE_USER", "x", "DATABASE_PASSWORD", "y")))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("migrate: jdbc:nothing:x: ");
    }

    /** DDL is not transactional: a script with two statements could stop between them. */
    @Test
    void everyScriptHasOneStatement() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/db/migration")).toURI());
        try (Stream<Path> scripts = Files.list(folder)) {
            List<Path> all = scripts.toList();
            assertThat(all).isNotEmpty();
            for (Path script : all) {
                String sql = Files.readString(script).replaceAll("(?m)--.*$", "");
                assertThat(sql.chars().filter(character -> character == ';').count())
                        .as(script.getFileName().toString())
                        .isEqualTo(1);
            }
        }
    }
}
