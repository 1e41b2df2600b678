package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A certificate from a public authority, which here is {@link Pebble}. The tests follow each other on one site: issuing takes
 * its time.
 */
@OnTheSite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PublicCertificateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** What the timer starts, but as when little of the certificate's time were left. */
    private static final String RENEW = """
            mkdir -p /run/systemd/system/certbot.service.d
            printf '[Service]\\nExecStart=\\nExecStart=certbot certonly --config /etc/tandem/certbot.ini --force-renewal\\n' \\
                > /run/systemd/system/certbot.service.d/zz-force.conf
            systemctl daemon-reload
            systemctl start certbot.service
            rm /run/systemd/system/certbot.service.d/zz-force.conf
            systemctl daemon-reload""";

    private Pebble pebble;
    private Path file;

    @BeforeAll
    void anAuthority(SiteUnderTest site) throws IOException {
        pebble = Pebble.start(site);
        file = site.folder().variant("acme.yaml", yaml -> withIssuer(yaml, Pebble.DIRECTORY));
        trustOnClient(site, Files.readString(site.authority()) + pebble.root() + "\n");
    }

    /** The next test finds the site as its file says; so the way back to the site's own authority is walked, too. */
    @AfterAll
    void theSitesOwnAuthority(SiteUnderTest site) {
        site.disturb();
        site.bringBack();
        pebble.close();
        assertThat(served(site).values())
                .allSatisfy(issuer -> assertThat(issuer).contains("Tandem site authority"));
        assertThat(site.on("lb1", "systemctl is-active certbot.timer || true")).isEqualTo("inactive");
    }

    @Test
    @Order(1)
    void isIssuedToBothBalancersAndRenewedWithoutAFailedRequest(SiteUnderTest site) {
        try (Traffic users = Traffic.atBothBalancers(site, PATIENCE, "GET 15 /api/tags", "GET 5 /")) {
            Ran apply = site.tandemWith(file, "apply").exits(0);
            Map<String, String> issued = served(site);
            for (String balancer : SiteUnderTest.BALANCERS) {
                site.on(balancer, RENEW);
            }
            Map<String, String> renewed = served(site);
            users.during(Duration.ofSeconds(1));
            int asked = users.endWithoutFailure().size();

            assertThat(apply.errors()).contains("asking " + Pebble.DIRECTORY + " for a certificate");
            assertThat(issued.values()).allSatisfy(issuer -> assertThat(issuer).contains("Pebble"));
            assertThat(List.of(issued.get("lb1"), issued.get("lb2"), renewed.get("lb1"), renewed.get("lb2")))
                    .as("a serial number each")
                    .doesNotHaveDuplicates();
            System.out.printf(
                    "a public certificate: applied in %d ms, issued and renewed on both, 0 of %d requests failed%n",
                    apply.took().toMillis(), asked);
        }
        site.tandemWith(file, "plan", "--exit-code").exits(0);
        assertThat(site.on("lb2", "systemctl show -p NextElapseUSecRealtime --value certbot.timer"))
                .as("when it is looked at next")
                .isNotEmpty();
    }

    @Test
    @Tag("long")
    @Order(2)
    void testsslFindsNothingWorseThanLow(SiteUnderTest site) throws IOException, InterruptedException {
        // It is there already when the test before this one ran, too.
        site.tandemWith(file, "apply").exits(0);
        Path authority = Files.writeString(site.vault().resolveSibling("pebble.crt"), pebble.root() + "\n");

        TlsScan scan = TlsScan.of(site, authority);

        assertThat(scan.serious()).isEmpty();
        assertThat(scan.about("TLS1", "TLS1_1", "TLS1_2", "TLS1_3", "ALPN_HTTP2", "heartbleed", "HSTS", "cert_trust"))
                .as("that it looked at all")
                .containsEntry("TLS1", "not offered")
                .containsEntry("TLS1_1", "not offered")
                .containsEntry("TLS1_2", "offered")
                .containsKeys("TLS1_3", "ALPN_HTTP2", "heartbleed", "cert_trust");
    }

    @Test
    @Order(3)
    void itsKeyChangesNothingInTheZoneButChallenges(SiteUnderTest site) {
        assertThat(update(site, "www.foobar.com. 60 A 192.0.2.1")).contains("NOTAUTH");
        assertThat(update(site, "evil.foobar.com. 60 TXT mine")).contains("NOTAUTH");
        assertThat(update(site, "_acme-challenge.www.foobar.com. 60 CNAME example.net."))
                .contains("NOTAUTH");
        assertThat(update(site, "_acme-challenge.www.foobar.com. 60 TXT stale")).isEmpty();
        SiteUnderTest.await(
                "the second server has it",
                PATIENCE,
                () -> challenge(site, "lb2").equals("\"stale\""));
        assertThat(site.onClient("dig +short +time=2 +tries=1 @10.80.0.11 www.foobar.com A"))
                .isEqualTo(SiteUnderTest.VIRTUAL_ADDRESS);
    }

    @Test
    @Order(4)
    void whatIsLeftOfAChallengeGoesWithTheNextChangeOfTheZone(SiteUnderTest site) throws IOException {
        Path changed = site.folder().file().resolveSibling("acme-zone.yaml");
        Files.writeString(changed, Files.readString(file).replace("v=DMARC1; p=reject", "v=DMARC1; p=none"));

        site.tandemWith(changed, "apply").exits(0);

        SiteUnderTest.await(
                "both servers have the change and nothing of the challenge",
                PATIENCE,
                () -> SiteUnderTest.BALANCERS.stream()
                        .allMatch(server -> challenge(site, server).isEmpty()
                                && dmarc(site, server).contains("p=none")));
    }

    @Test
    @Order(5)
    void oneThatHaproxyDoesNotTakeChangesNothing(SiteUnderTest site) {
        String before = served(site).toString();
        String live = "live=$(echo /etc/letsencrypt/live/www.foobar.com-*/fullchain.pem)\n";
        site.on("lb1", live + "cat $live > /root/live; echo broken > $live");
        try {
            assertThat(site.trying(
                            "lb1",
                            "systemctl start certbot.service 2>/dev/null || systemctl is-failed certbot.service"))
                    .isEqualTo("failed");
            assertThat(site.on("lb1", "journalctl -u certbot.service --since -1min -o cat"))
                    .contains("HAProxy does not take the new certificate")
                    .contains("users are served with the old one as before");
            assertThat(served(site)).hasToString(before);
        } finally {
            site.on("lb1", live + "cat /root/live > $live; systemctl start certbot.service");
        }
        assertThat(served(site)).hasToString(before);
    }

    @Test
    @Order(6)
    void anAuthorityThatDoesNotAnswerFailsTheApplyAndNotTheSite(SiteUnderTest site) throws IOException {
        String before = served(site).toString();
        Path nobody = site.folder().file().resolveSibling("acme-nobody.yaml");
        String directory = "https://" + Pebble.ADDRESS + ":14999/dir";
        Files.writeString(nobody, Files.readString(file).replace(Pebble.DIRECTORY, directory));

        Ran apply = site.tandemWith(nobody, "apply").exits(1);

        assertThat(apply.errors())
                .contains("lb1: could not get a certificate of www.foobar.com, foobar.com from " + directory)
                .contains("Connection refused")
                .contains("The site goes on with the certificate that it has");
        assertThat(served(site)).hasToString(before);
        assertThat(site.onClient("curl -sS --fail --max-time 5 -o /dev/null -w '%{http_code}' https://www.foobar.com/"))
                .isEqualTo("200");
        site.tandemWith(file, "apply").exits(0);
        site.tandemWith(file, "plan", "--exit-code").exits(0);
    }

    static String withIssuer(String yaml, String directory) {
        String edited = yaml;
        for (Map.Entry<String, String> key : Map.of(
                        "issuer", "acme", "directory", directory, "email", "hostmaster@foobar.com", "propagation", "2s")
                .entrySet()) {
            edited = edited.replaceFirst(
                    "(?m)^(  " + key.getKey() + "): .*$", "$1: " + Matcher.quoteReplacement(key.getValue()));
        }
        return edited;
    }

    /** By balancer: the serial number and the issuer of the certificate that somebody sees who asks it. */
    private static Map<String, String> served(SiteUnderTest site) {
        Map<String, String> served = new TreeMap<>();
        SiteUnderTest.ADDRESSES.forEach((machine, address) -> {
            if (SiteUnderTest.BALANCERS.contains(machine)) {
                served.put(
                        machine,
                        site.onClient(
                                "timeout 5 openssl s_client -connect \"$1:443\" -servername www.foobar.com < /dev/null"
                                        + " 2>/dev/null | openssl x509 -noout -serial -issuer",
                                address));
            }
        });
        return served;
    }

    /** What nsupdate says to a change that is signed with certbot's key; empty when it is made. */
    private static String update(SiteUnderTest site, String record) {
        return site.trying("lb2", """
                key=$(sed -n 's/^dns_rfc2136_secret = //p' /etc/tandem/certbot-rfc2136.ini)
                printf 'server 10.80.0.11\\nzone foobar.com\\nkey hmac-sha256:challenge %s\\ncheck-names no\\nupdate add %s\\nsend\\n' \\
                    "$key" "$1" | nsupdate 2>&1""", record);
    }

    private static String challenge(SiteUnderTest site, String server) {
        return txt(site, server, "_acme-challenge.www.foobar.com");
    }

    private static String dmarc(SiteUnderTest site, String server) {
        return txt(site, server, "_dmarc.foobar.com");
    }

    private static String txt(SiteUnderTest site, String server, String name) {
        return site.onClient(
                "dig +short +time=2 +tries=1 @\"$1\" \"$2\" TXT",
                SiteUnderTest.ADDRESSES.getOrDefault(server, server),
                name);
    }

    private static void trustOnClient(SiteUnderTest site, String authorities) {
        site.client()
                .require(RemoteCommand.script(
                                "let the client trust both authorities", "cat > /etc/ssl/certs/ca-certificates.crt")
                        .reading(output -> output.write(authorities.getBytes(StandardCharsets.US_ASCII))));
    }
}
