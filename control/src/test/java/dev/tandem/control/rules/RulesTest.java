package dev.tandem.control.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.model.yaml.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final Path LEAST = Path.of("src", "test", "resources", "sites", "least.yaml");

    @TempDir
    Path folder;

    @Test
    void twoSitesThatShareNothingMayStandSideBySide() throws IOException {
        Path other = changed("foobar.com", "example.net", "10.80.0", "10.81.0");
        assertThat(together(LEAST, other)).isEmpty();
    }

    @Test
    void twoSitesMayShareANetwork() throws IOException {
        Path other = changed("foobar.com", "example.net", "10.80.0.1", "10.80.0.3", "10.80.0.2", "10.80.0.4");
        assertThat(together(LEAST, other)).isEmpty();
    }

    @Test
    void aSharedAddressIsAProblemOfTheLaterSite() throws IOException {
        Path other = changed("foobar.com", "example.net", "10.80.0.1", "10.80.0.3", "10.80.0.22", "10.80.0.10");
        assertThat(together(LEAST, other))
                .containsExactly(
                        "other.yaml:8:22: machines.server1.address: 10.80.0.21 is also machines.server1.address of"
                                + " www.foobar.com.",
                        "other.yaml:9:22: machines.server2.address: 10.80.0.10 is also virtual-address of"
                                + " www.foobar.com.");
    }

    @Test
    void aSharedNameIsAProblem() throws IOException {
        Path other = changed("10.80.0", "10.81.0");
        assertThat(together(LEAST, other))
                .containsExactly("other.yaml:1:7: name: another site of this check is named www.foobar.com too.");
    }

    @Test
    void oneFileGivenTwiceCollidesWithItselfOnce() {
        assertThat(together(LEAST, LEAST)).hasSize(6).allMatch(line -> line.contains("www.foobar.com"));
    }

    @Test
    void aSharedZoneIsAProblemThatTheNameCanSolve() throws IOException {
        Path other = changed("www", "shop", "10.80.0", "10.81.0");
        assertThat(together(LEAST, other))
                .containsExactly("other.yaml:2:9: domain: foobar.com is also the domain of www.foobar.com, and one zone"
                        + " cannot have two sites' DNS servers. Did you mean \"shop.foobar.com\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "machines.lb1.address, machines.lb1.address, true",
        "machines.lb1.address, machines.lb1, true",
        "machines.lb1.address, machines, true",
        "machines, machines.lb1.address, true",
        "machines.lb1.address, machines.lb1.roles, false",
        "machines.lb1.address, machines.lb2, false",
        "machines.*.roles, machines.lb2.roles[1], true",
        "machines.*.roles, machines.lb2.address, false",
        "dns.records[1].name, dns.records, true",
        "dns.records[1].name, dns.records[2].name, false",
    })
    void aBreachIsInDoubtWhenWhatItRestsOnIs(String value, String doubtful, boolean expected) {
        assertThat(Breach.error("name", "wrong").restingOn(value).isInDoubt(Set.of(doubtful)))
                .isEqualTo(expected);
    }

    @Test
    void aWarningSaysSoAndIsNoError() {
        Reading reading = new SiteReader(folder).read(Path.of("src", "test", "resources", "sites", "single.yaml"));
        assertThat(reading).isInstanceOf(Reading.Good.class);
        assertThat(Rules.problems(List.of(reading)))
                .hasSize(6)
                .noneMatch(Problem::isError)
                .allMatch(problem -> problem.toString().contains(": warning: "));
    }

    /** The least site with words exchanged: old, new, old, new, ... */
    private Path changed(String... words) throws IOException {
        String text = Files.readString(LEAST);
        for (int index = 0; index < words.length; index += 2) {
            assertThat(text).contains(words[index]);
            text = text.replace(words[index], words[index + 1]);
        }
        return Files.writeString(folder.resolve("other.yaml"), text);
    }

    private List<String> together(Path... files) {
        SiteReader reader = new SiteReader(folder);
        List<Reading> readings = List.of(files).stream().map(reader::read).toList();
        return Rules.problems(readings).stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
