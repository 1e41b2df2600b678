package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.RenderingTest.Case;
import dev.tandem.control.state.ManagedFile;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The balancers turn away from a server whose machine is silent (decision 0046). */
class SilentServersTest {
    private static final String CONFIGURATION = "/etc/haproxy/haproxy.cfg";
    private static final String SCRIPT = "/etc/haproxy/tandem/silent-server.lua";
    private static final String PROGRAM = "/usr/local/lib/tandem/silent-server";
    private static final Pattern SERVER = Pattern.compile("^    server (\\S+) (\\S+):(\\d+)", Pattern.MULTILINE);
    private static final Pattern KNOWN =
            Pattern.compile("^    (\\S+)\\) address=(\\S+) port=(\\d+) ;;$", Pattern.MULTILINE);

    /** The script looks one server up in both backends, and the program refuses a name that it does not know. */
    @ParameterizedTest
    @EnumSource(
            value = Case.class,
            names = {"USUAL", "ACTIVE_PASSIVE", "THREE_SERVERS", "SEPARATE", "PUBLIC_CERTIFICATE"})
    void everyServerThatGetsRequestsIsAskedAndCanBeLetGo(Case site) {
        List<String> servers = triples(SERVER, backend(site.site(), "web"));
        assertThat(servers).hasSizeGreaterThan(1);
        assertThat(triples(SERVER, backend(site.site(), "machines"))).isEqualTo(servers);
        assertThat(triples(KNOWN, content(site.site(), PROGRAM))).isEqualTo(servers);
    }

    @Test
    void aServerThatIsAloneIsNotTurnedAwayFrom() {
        Site single = Sites.single();
        assertThat(content(single, CONFIGURATION)).doesNotContain("lua-load", "backend machines");
        assertThat(files(single).map(file -> file.path().value())).doesNotContain(SCRIPT, PROGRAM);
    }

    /** HAProxy waits for a second before it repeats, after an error in opening a connection and with one active server left. */
    @Test
    void connectionsEndWhileTwoServersCountAndAfterTheDeadOneDoesNotWhereOneIsActive() {
        assertThat(content(Sites.usual(), SCRIPT))
                .containsSubsequence(
                        "set_maxconn(1)", "local ended = end_connections", "check_force_down", "set_maxconn(0)");
        assertThat(content(Sites.usual(), PROGRAM)).doesNotContain("state established");
        assertThat(content(Sites.activePassive(), SCRIPT))
                .containsSubsequence("check_force_down", "local ended = end_connections");
        assertThat(content(Sites.activePassive(), PROGRAM)).contains("state established");
    }

    private static String backend(Site site, String name) {
        String configuration = content(site, CONFIGURATION);
        String from = configuration.substring(configuration.indexOf("\nbackend " + name + "\n"));
        return from.substring(0, from.indexOf("\n\n"));
    }

    private static List<String> triples(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(SilentServersTest::triple).toList();
    }

    private static String triple(MatchResult found) {
        return found.group(1) + " " + found.group(2) + " " + found.group(3);
    }

    private static String content(Site site, String path) {
        return files(site)
                .filter(file -> file.path().value().equals(path))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static Stream<ManagedFile> files(Site site) {
        return Rendering.desired(Sites.request(site)).stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(ManagedFile.class));
    }
}
