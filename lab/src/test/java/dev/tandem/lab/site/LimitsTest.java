package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one address of the internet may ask for. The client's own address is exempt in the example, so it takes another one. */
@OnTheSite
class LimitsTest {
    private static final String STRANGER = "10.80.0.252";
    private static final String EXEMPT = "10.80.0.253";
    private static final int REQUESTS_PER_TEN_SECONDS = 50;
    private static final int CONNECTIONS = 10;
    private static final int MORE = 4;
    private static final int REQUESTS = 70;
    private static final String FORM = "%{http_code}:%header{retry-after} ";
    private static final String ASK = "curl -sS -o /dev/null -w '" + FORM + "' ";
    private static final String PAGES = " 'https://www.foobar.com/robots.txt?[1-70]'";

    @Test
    void oneAddressOfTheInternetHasItsLimitsAndExemptOnesAndAdminsHaveNone(SiteUnderTest site) {
        site.disturb();
        Path low = site.folder()
                .variant(
                        "limits.yaml",
                        yaml -> yaml.replace("    connections: 200", "    connections: 10")
                                .replace("requests-per-second: 100", "requests-per-second: 5"));
        site.tandemWith(low, "apply").exits(0);
        site.onClient("ip address replace " + STRANGER + "/32 dev eth0");
        try {
            assertThat(heldOpen(site, STRANGER)).as("more are closed at once").isEqualTo(CONNECTIONS);
            assertThat(heldOpen(site, EXEMPT)).as("an exempt address").isEqualTo(CONNECTIONS + MORE);

            List<String> stranger = answers(site.onClient(ASK + "--interface " + STRANGER + PAGES));
            assertThat(stranger).hasSize(REQUESTS);
            assertThat(stranger.subList(0, REQUESTS_PER_TEN_SECONDS)).containsOnly("200:");
            assertThat(stranger.subList(REQUESTS_PER_TEN_SECONDS, REQUESTS))
                    .as("more are told when to try again")
                    .containsOnly("429:10");
            assertThat(answers(site.onClient(ASK + "--interface " + EXEMPT + PAGES)))
                    .as("an exempt address")
                    .hasSize(REQUESTS)
                    .containsOnly("200:");
            assertThat(answers(site.asAdmin(
                            "curl", "-sS", "-o", "/dev/null", "-w", FORM, "https://www.foobar.com/robots.txt?[1-70]")))
                    .as("an admin's address")
                    .hasSize(REQUESTS)
                    .containsOnly("200:");
        } finally {
            site.onClient("ip address delete " + STRANGER + "/32 dev eth0");
        }
    }

    /** Uploads that trickle in, as many as one address may have under way, and more. */
    @Test
    void oneAddressDoesNotFillTheServersWithRequestsThatDoNotEnd(SiteUnderTest site) {
        site.disturb();
        Path low = site.folder()
                .variant("at-once.yaml", yaml -> yaml.replace("requests-at-once: 100", "requests-at-once: 3"));
        site.tandemWith(low, "apply").exits(0);
        site.onClient("ip address replace " + STRANGER + "/32 dev eth0");
        try {
            List<String> codes = answers(
                    site.onClient(
                            "for i in $(seq 5); do { { head -c 2000 /dev/zero; sleep 4; } | curl -sS -o /dev/null -w '%{http_code} '"
                                    + " --interface " + STRANGER
                                    + " -X POST -T - https://www.foobar.com/api/users; } & sleep 0.3; done;"
                                    + " curl -sS -o /dev/null -w 'else:%{http_code} ' https://www.foobar.com/api/articles; wait"));
            assertThat(codes).hasSize(6).contains("else:200");
            assertThat(codes.stream().filter("429"::equals))
                    .as("more are refused")
                    .hasSize(2);
            assertThat(site.onClient(ASK + "--interface " + STRANGER + " https://www.foobar.com/robots.txt"))
                    .as("and when they have ended, the address is served again")
                    .startsWith("200:");
        } finally {
            site.onClient("ip address delete " + STRANGER + "/32 dev eth0");
        }
    }

    /** Of four more than are allowed, how many connections the balancer leaves open for two seconds. */
    private static int heldOpen(SiteUnderTest site, String address) {
        // timeout(1) ends with 124 what did not end by itself.
        return Integer.parseInt(site.onClient(
                "for i in $(seq $2); do { timeout 2 socat -u TCP:10.80.0.10:443,bind=$1 - > /dev/null 2>&1 || echo $?; } & done"
                        + " | grep -c '^124$' || true",
                address,
                Integer.toString(CONNECTIONS + MORE)));
    }

    private static List<String> answers(String text) {
        return Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).toList();
    }
}
