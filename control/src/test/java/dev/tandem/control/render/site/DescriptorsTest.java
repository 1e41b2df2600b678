package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.ManagedFile;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * HAProxy asks the system for two descriptors for each of its connections (configuration.txt, "maxconn" of the global section). What
 * users may hold at most, with every place at every server taken, leaves some for checks and for questions about its health.
 */
class DescriptorsTest {
    private static final Pattern GLOBAL = Pattern.compile("(?s)\\nglobal\\n.*?\\n    maxconn (\\d+)\\n");
    private static final Pattern FRONTEND =
            Pattern.compile("(?s)\\nfrontend (?:plain|site)\\n(?:(?!\\n\\n).)*?\\n    maxconn (\\d+)\\n");
    private static final Pattern SERVER = Pattern.compile("(?m)^    server .* maxconn (\\d+)(?: backup)?$");
    private static final Pattern NO_LIMIT = Pattern.compile("(?m)^    server .* tcp-ut 400ms(?: backup)?$");
    private static final Pattern IDLE = Pattern.compile(" pool-max-conn (\\d+)$", Pattern.MULTILINE);

    private static final int FOR_CHECKS_AND_QUESTIONS = 200;

    @ParameterizedTest
    @EnumSource
    void usersCannotTakeTheBalancersLastDescriptor(RenderingTest.Case site) {
        String balancer = site.desired().stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(ManagedFile.class))
                .filter(file -> file.path().value().equals("/etc/haproxy/haproxy.cfg"))
                .map(ManagedFile::content)
                .findFirst()
                .orElseThrow();
        long servers = SERVER.matcher(balancer).results().count();
        int users = sum(FRONTEND, balancer);

        assertThat(FRONTEND.matcher(balancer).results())
                .as("frontends for users")
                .hasSize(2);
        assertThat(NO_LIMIT.matcher(balancer).find())
                .as("a server without places")
                .isFalse();
        assertThat(sum(GLOBAL, balancer)).isGreaterThanOrEqualTo(users + FOR_CHECKS_AND_QUESTIONS);
        assertThat(2L * sum(GLOBAL, balancer))
                .isGreaterThanOrEqualTo(
                        users + sum(SERVER, balancer) + servers * sum(IDLE, balancer) / 2 + FOR_CHECKS_AND_QUESTIONS);
    }

    private static int sum(Pattern numbers, String text) {
        return numbers.matcher(text)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }
}
