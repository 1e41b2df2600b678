package dev.tandem.control.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.kind.InShort;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Kind;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.MapOf;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.text.Notes;
import dev.tandem.control.model.yaml.text.Place;
import dev.tandem.control.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The example file is the manual, so it must know what the reader knows, no more and no less. */
class ExampleTest {
    static final Path EXAMPLE = Path.of("..", "sites", "www.foobar.com", "site.yaml");
    private static final Path HOME = Path.of("/home/ann");

    @Test
    void theExampleIsGoodAndBreaksNoRule() {
        Reading reading = new SiteReader(HOME).read(EXAMPLE);
        assertThat(Rules.problems(List.of(reading))).isEmpty();
        assertThat(reading).isInstanceOf(Reading.Good.class);
    }

    @Test
    void theExampleHasEveryKeyOfTheReader() {
        TreeSet<String> inExample = new TreeSet<>();
        good(EXAMPLE).locations().positions().keySet().forEach(path -> inExample.add(general(path)));
        inExample.removeAll(List.of(
                "machines.*",
                "machines.*.roles[]",
                "virtual-address.addresses[]",
                "admin-networks[]",
                "dns.records[]",
                "balancer.limits.exempt[]",
                "web.headers.*",
                "web.fallback-except[]",
                "balancer.limits.login.paths[]",
                "application.secrets[]"));
        assertThat(inExample).isEqualTo(new TreeSet<>(keys().keySet()));
    }

    @Test
    void everyOptionalKeySaysItsDefaultAndNoOtherDoes() throws IOException {
        Map<String, String> declared = new LinkedHashMap<>();
        keys().forEach((path, key) -> {
            if (!key.isNeeded() && !(key.kind() instanceof Section)) {
                declared.put(path, key.written());
            }
        });
        assertThat(defaultsInComments()).isEqualTo(declared);
    }

    @Test
    void whatTheExampleShowsOfDefaultsIsWhatAShortFileGets() throws IOException {
        Site example = good(EXAMPLE).site();
        Site least =
                good(Path.of("src", "test", "resources", "sites", "least.yaml")).site();
        assertThat(least.ssh()).isEqualTo(example.ssh());
        assertThat(least.dns().timeToLive()).isEqualTo(example.dns().timeToLive());
        assertThat(least.dns().records()).isEmpty();
        assertThat(least.tls()).isEqualTo(example.tls());
        assertThat(least.balancer())
                .usingRecursiveComparison()
                .ignoringFields("limits.exempt", "limits.login.paths")
                .isEqualTo(example.balancer());
        assertThat(least.balancer().limits().exempt()).isEmpty();
        assertThat(least.web())
                .usingRecursiveComparison()
                .ignoringFields("headers")
                .isEqualTo(example.web());
        assertThat(least.web().headers()).isEmpty();
        assertThat(least.balancer().limits().login().paths()).isEmpty();
        assertThat(least.database()).isEqualTo(example.database());
        assertThat(least.limits()).isEqualTo(example.limits());
        assertThat(least.application())
                .usingRecursiveComparison()
                .ignoringFields("war", "publicFiles", "migration", "secrets")
                .isEqualTo(example.application());
        assertThat(least.application().migration()).isEmpty();
        assertThat(least.application().secrets()).isEmpty();
    }

    @Test
    void filesAreRelativeToTheFoldersOfTheFileAndTheUser() {
        Site site = good(EXAMPLE).site();
        Path folder = EXAMPLE.resolveSibling("").toAbsolutePath().normalize();
        assertThat(site.application().war()).isEqualTo(folder.resolve("app/target/conduit.war"));
        assertThat(site.application().publicFiles()).isEqualTo(folder.resolve("app/public"));
        assertThat(site.ssh().key()).isEqualTo(HOME.resolve(".ssh/id_ed25519"));
    }

    @Test
    void everyStandInIsItselfRight() {
        Place nowhere = Place.root(new Notes("site.yaml", Path.of("/site"), HOME));
        assertThat(keys().values())
                .allSatisfy(key -> assertThat(key.standIn(nowhere)).isNotNull());
    }

    private static Reading.Good good(Path file) {
        return (Reading.Good) new SiteReader(HOME).read(file);
    }

    /** The path with a star for what the user names and no numbers. */
    private static String general(String path) {
        return path.replaceAll("^(machines|web\\.headers)\\.[^.]+", "$1.*").replaceAll("\\[\\d+]", "[]");
    }

    private static Map<String, Key<?>> keys() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        collect("", new SiteSection(), keys);
        return keys;
    }

    private static void collect(String path, Kind<?> kind, Map<String, Key<?>> keys) {
        switch (kind) {
            case Section<?> section ->
                section.keys().forEach(key -> {
                    String here = path.isEmpty() ? key.name() : path + "." + key.name();
                    keys.put(here, key);
                    collect(here, key.kind(), keys);
                });
            case ListOf<?> list -> collect(path + "[]", list.item(), keys);
            case InShort<?, ?> either -> collect(path, either.section(), keys);
            case MapOf<?, ?> map -> collect(path + ".*", map.value(), keys);
            default -> {}
        }
    }

    /** The "# Default: X" above each key, by the key's path. */
    private static Map<String, String> defaultsInComments() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        String said = "";
        for (String line : Files.readAllLines(EXAMPLE)) {
            String text = line.strip();
            if (text.startsWith("# Default: ")) {
                said = text.substring("# Default: ".length());
            } else if (text.matches("[a-z0-9-]+:.*")) {
                int depth = line.indexOf(text) / 2;
                path.subList(depth, path.size()).clear();
                path.add(text.substring(0, text.indexOf(':')));
                if (!said.isEmpty()) {
                    defaults.put(String.join(".", path), said);
                }
                said = "";
            }
        }
        return defaults;
    }
}
