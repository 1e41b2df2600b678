package dev.tandem.control.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.yaml.text.Locations;
import dev.tandem.control.model.yaml.text.Notes;
import dev.tandem.control.model.yaml.text.Position;
import dev.tandem.control.model.yaml.text.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteReaderTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFileIsAProblemThatNamesTheExample() {
        Path file = folder.resolve("site.yaml");
        assertThat(problems(file))
                .containsExactly(file + ":1:1: there is no such file; start from the example,"
                        + " sites/www.foobar.com/site.yaml.");
    }

    @Test
    void aFolderCannotBeRead() {
        assertThat(problems(folder)).singleElement().asString().contains(":1:1: cannot be read: ");
    }

    @Test
    void bytesThatAreNotTextAreReportedWhereTheyStand() throws IOException {
        Path file = folder.resolve("site.yaml");
        Files.write(file, "name: x\ndomain: f\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(file)).containsExactly(file + ":2:10: this is not UTF-8 text.");
    }

    @Test
    void aFileThatStartsWithAByteOrderMarkIsReadAsIfItDidNot() throws IOException {
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, "\uFEFF" + Files.readString(ExampleTest.EXAMPLE));
        assertThat(new SiteReader(folder).read(file)).isInstanceOf(Reading.Good.class);
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), "a".repeat(1 << 19));
        assertThat(problems(file)).singleElement().asString().contains("exceeds the limit");
    }

    /** Java's regular expressions recurse: a long value could end the program with a stack overflow. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            www.foobar.com        | a.
            10.80.0.0/24          | 1.
            lb1:                  | a
            root                  | a
            ~/.ssh/id_ed25519     | a/
            _dmarc                | a.
            10 mail.example.net.  | \\a
            /api/health           | /a
            30s                   | 1
            8M                    | 1
            app/public            | a/
            com.foobar.conduit.Migrate | a.
            JWT_SECRET            | A_
            22                    | 2
            """)
    void aVeryLongValueIsRefusedLikeAnyOther(String value, String part) throws IOException {
        String example = Files.readString(ExampleTest.EXAMPLE);
        String ending = value.endsWith(":") ? "x:" : "x";
        Path file =
                Files.writeString(folder.resolve("site.yaml"), example.replace(value, part.repeat(50_000) + ending));
        switch (new SiteReader(folder).read(file)) {
            case Reading.Good good -> assertThat(value).isIn("~/.ssh/id_ed25519", "app/public");
            case Reading.Bad bad -> assertThat(bad.problems()).isNotEmpty();
        }
    }

    @Test
    void theProblemsStandInTheOrderOfTheFile() {
        String text = "colour: blue\nname: 5\nmachines: []\n";
        Reading.Bad bad = (Reading.Bad) SiteReader.read(text, new Notes("site.yaml", folder, folder));
        assertThat(bad.problems()).extracting(Problem::position).isSorted();
    }

    @Test
    void whatCannotBeReadIsStoodInForAndDoubtful() {
        String text = "name: 5\ndomain: foobar.com\n";
        Reading.Bad bad = (Reading.Bad) SiteReader.read(text, new Notes("site.yaml", folder, folder));
        assertThat(bad.draft().orElseThrow().site().domain()).hasToString("foobar.com");
        assertThat(bad.draft().orElseThrow().doubtful())
                .contains("name", "machines")
                .doesNotContain("domain", "ssh");
    }

    @Test
    void aValueIsLocatedAndADefaultIsLocatedAtWhatIsAroundIt() {
        Locations locations = new Locations(
                "site.yaml", Map.of("machines.lb1", new Position(7, 3), "machines.lb1.roles[1]", new Position(7, 40)));
        assertThat(locations.of("machines.lb1.roles[1]")).isEqualTo(new Position(7, 40));
        assertThat(locations.of("machines.lb1.roles[2]")).isEqualTo(new Position(7, 3));
        assertThat(locations.of("dns.ttl")).isEqualTo(Position.START);
    }

    private List<String> problems(Path file) {
        Reading.Bad bad = (Reading.Bad) new SiteReader(folder).read(file);
        return bad.problems().stream().map(Problem::toString).toList();
    }
}
