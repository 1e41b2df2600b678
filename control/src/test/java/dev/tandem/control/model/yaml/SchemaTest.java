package dev.tandem.control.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tandem.control.model.yaml.text.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema that editors use says what the reader says. */
class SchemaTest {
    private static final Path FILE = Path.of("..", "docs", "site.schema.json");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.writeValueAsString(SiteReader.schema()));

    @Test
    void theCommittedSchemaIsTheReadersOwn() throws IOException {
        String made = JSON.writeValueAsString(SiteReader.schema()) + "\n";
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(FILE, made);
        }
        assertThat(Files.readString(FILE))
                .as("docs/site.schema.json is stale: build with -Dgolden.write=true and commit it")
                .isEqualTo(made);
    }

    @Test
    void theExampleIsValid() throws IOException {
        assertThat(errors(Files.readString(ExampleTest.EXAMPLE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            domain: foobar.com         | domian: foobar.com    | required
            domain: foobar.com         | domian: foobar.com    | additionalProperties
            [web, app, database]       | [web, app, databse]   | enum
            roles: [dns, balancer]     | roles: dns            | type
            port: 22                   | port: 70000           | maximum
            port: 22                   | port: "22"            | type
            path: /api/health          | path: api/health      | pattern
            interval: 1s               | interval: 1           | type
            maximum-body: 8M           | maximum-body: 8MB     | pattern
            secrets: [JWT_SECRET]      | secrets: [A, A]       | uniqueItems
            environment: {}            | environment: {a: b}   | propertyNames
            environment: {}            | environment:          | type
            """)
    void aMistakeIsFoundInTheEditor(String good, String bad, String keyword) throws IOException {
        String example = Files.readString(ExampleTest.EXAMPLE);
        assertThat(example).contains(good);
        assertThat(errors(example.replace(good, bad)))
                .extracting(Error::getKeyword)
                .contains(keyword);
    }

    /** What an editor would underline in the text. */
    static List<Error> errors(String yaml) {
        Object value = new Load(YamlText.SETTINGS).loadFromString(yaml);
        return SCHEMA.validate(JSON.writeValueAsString(value), InputFormat.JSON);
    }
}
