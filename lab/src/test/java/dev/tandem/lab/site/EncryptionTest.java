package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.vault.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody in the site's network sees and reaches: nothing, without a certificate that was made for it. */
@OnTheSite
class EncryptionTest {
    /** A certificate that says what ours say, by an authority of one's own. */
    private static final String FORGE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            + " -subj \"/CN=$1\" -addext \"subjectAltName=DNS:$1\" -days 2 -keyout /tmp/forged.key -out /tmp/forged.crt"
            + " 2>/dev/null && cat /tmp/forged.crt /tmp/forged.key > /tmp/forged.pem";

    private static final String ASK = "curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}'"
            + " --cacert /etc/ssl/tandem/$4 ${3:+--cert $3} --resolve \"$1:$2\" --header 'Host: www.foobar.com'"
            + " \"https://$1:${2%%:*}/api/health\"";

    /** As the application logs in, with its password, from its machine; only the certificate differs. */
    private static final String LOG_IN = "export MYSQL_PWD=$(sed -n 's/^RUNNER_DATABASE_PASSWORD=\"\\(.*\\)\"$/\\1/p'"
            + " /etc/tandem/runner.env); mariadb --no-defaults --host=10.80.0.22 --user=tandem_application"
            + " --skip-column-names --connect-timeout=5 --execute='SELECT 40 + 2' \"$@\" 2>&1";

    private static final String[] OPEN_WORDS = {"GET /", "POST /", "HTTP/1.1", "SELECT", "INSERT", "COMMIT", "tandem_"};
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void nginxAnswersBalancersAlone(SiteUnderTest site) {
        site.on("lb1", FORGE, "lb1.balancer.internal");
        assertThat(nginx(site, "/etc/ssl/tandem/balancer.pem"))
                .as("a balancer's")
                .isEqualTo("200");
        assertThat(nginx(site, "")).as("none").isEqualTo("400");
        assertThat(nginx(site, "/tmp/forged.pem")).as("another authority's").isEqualTo("400");
        assertThat(nginx(site, "/etc/ssl/tandem/dns.pem")).as("a name server's").isEqualTo("403");
    }

    private static String nginx(SiteUnderTest site, String certificate) {
        return site.trying(
                "lb1", ASK, "server2.web.internal", "8000:10.80.0.22", certificate, "balancer-authority.crt");
    }

    @Test
    void theApplicationServerAnswersOtherMachinesWebServersAlone(SiteUnderTest site) {
        site.on("server1", FORGE, "server1.web.internal");
        assertThat(runner(site, "/etc/ssl/tandem/web.pem")).as("a web server's").isEqualTo("200");
        assertThat(runner(site, "")).as("none").isEqualTo("000");
        assertThat(runner(site, "/tmp/forged.pem")).as("another authority's").isEqualTo("000");
        assertThat(runner(site, "/etc/ssl/tandem/database.pem"))
                .as("a database's")
                .isEqualTo("000");
    }

    private static String runner(SiteUnderTest site, String certificate) {
        return site.trying("server1", ASK, "runner.internal", "8080:10.80.0.22", certificate, "web-authority.crt");
    }

    @Test
    void theDatabaseTakesAPasswordOnlyWithItsCertificate(SiteUnderTest site) {
        site.on("server1", FORGE, "server1.runner.internal");
        String authority = "--ssl-ca=/etc/ssl/tandem/runner-authority.crt";
        assertThat(logIn(
                        site,
                        authority,
                        "--ssl-cert=/etc/ssl/tandem/runner.pem",
                        "--ssl-key=/etc/ssl/tandem/runner.pem"))
                .as("the application's")
                .isEqualTo("42");
        assertThat(logIn(site, authority)).as("none").contains("ERROR 1045");
        assertThat(logIn(site, "--skip-ssl")).as("in the clear").contains("insecure transport are prohibited");
        assertThat(logIn(
                        site,
                        authority,
                        "--ssl-cert=/etc/ssl/tandem/database.pem",
                        "--ssl-key=/etc/ssl/tandem/database.pem"))
                .as("a database's")
                .contains("ERROR 1045");
        assertThat(logIn(site, authority, "--ssl-cert=/tmp/forged.pem", "--ssl-key=/tmp/forged.pem"))
                .as("another authority's")
                .contains("ERROR")
                .doesNotContain("42");
    }

    private static String logIn(SiteUnderTest site, String... options) {
        return site.trying("server1", LOG_IN, options);
    }

    @Test
    void nothingOfAWriteIsReadableOnTheBridge(SiteUnderTest site) throws Exception {
        Person writer = Person.signUp(site, "marked");
        String marker = "marker" + site.folder().fresh();
        try (Capture capture = Capture.begin(site, folder.resolve("site.pcap"))) {
            for (int article = 0; article < 4; article++) {
                writer.publish(marker + article);
                Person.ask(site, "GET", "/api/articles?limit=20", writer.token(), "");
            }
            capture.end();
            for (int port : new int[] {443, 8000, 3306, 3316, 8010}) {
                assertThat(capture.packets("tcp port " + port))
                        .as("packets of port " + port)
                        .isPositive();
            }
            assertThat(capture.found(OPEN_WORDS)).isEmpty();
            assertThat(capture.found(marker, writer.name(), writer.token())).isEmpty();
        }
        try (Capture capture = Capture.begin(site, folder.resolve("clear.pcap"))) {
            // The one thing that answers in the clear, on purpose: the way to the site that is not.
            site.onClient("curl -sS --output /dev/null \"http://www.foobar.com/api/articles?$1\"", marker);
            capture.end();
            assertThat(capture.found(marker, "GET /", "HTTP/1.1"))
                    .as("the search can find")
                    .hasSize(3);
        }
    }

    /** Who writes to etcd says who is primary: none of a service's own keys may open it, and not even another agent's for agents. */
    @Test
    void theVoteIsOpenToItsOwnKeysAlone(SiteUnderTest site) {
        for (String use : List.of("web", "runner", "migration", "router", "database", "agent")) {
            assertThat(vote(site, use)).as(use).isEqualTo("000");
        }
        assertThat(vote(site, "consensus-client")).as("an agent's for the vote").isEqualTo("200");
    }

    private static String vote(SiteUnderTest site, String use) {
        return site.trying(
                "server1",
                "curl -sS --max-time 5 -o /dev/null -w '%{http_code}' --cacert /etc/ssl/tandem/consensus-client-authority.crt"
                        + " --cert /etc/ssl/tandem/$1.pem --data '{\"key\":\"Lw==\"}' https://10.80.0.11:2379/v3/kv/range"
                        + " 2>/dev/null || true",
                use);
    }

    @Test
    @Tag("long")
    void aNewAuthorityWithACertificateForEveryUseIsNotNoticedAndTheOldOnesOpenNothing(SiteUnderTest site) {
        site.disturb();
        Map<String, String> before = served(site);
        site.on("lb1", "cp /etc/ssl/tandem/balancer.pem /tmp/former.pem");
        site.on("server1", "cp /etc/ssl/tandem/consensus-client.pem /etc/ssl/tandem/former.pem");
        letUsersTrustTheNextAuthority(site);
        try (Traffic users = Traffic.withWriter(
                site, PATIENCE, "GET 25 /", "GET 25 /api/articles?limit=5", "POST 5 /api/articles")) {
            Ran replaced = site.tandem("authority", "replace").exits(0);
            assertThat(replaced.errors()).contains("An interrupted replacement of the authority goes on.");
            List<Traffic.Answer> answers = users.endWithoutFailure();
            System.out.printf(
                    "new authorities and certificates under load, in %d ms: 0 of %d requests failed%n",
                    replaced.took().toMillis(), answers.size());
        }
        Map<String, String> after = served(site);
        assertThat(after.values()).as("what is served").doesNotContainAnyElementsOf(before.values());
        assertThat(nginx(site, "/tmp/former.pem")).as("a former balancer's").isEqualTo("400");
        assertThat(vote(site, "former")).as("a former agent's").isEqualTo("000");
        assertThat(site.tandem("plan", "--exit-code").exit()).isZero();
        site.on("server1", "rm /etc/ssl/tandem/former.pem");
        site.awaitWell();
        site.on("lb2", "knotc zone-refresh foobar.com");
        SiteUnderTest.await(
                "the zone copied with the new keys",
                Duration.ofSeconds(10),
                () -> site.on("lb2", "journalctl --unit=knot --lines=5 --output=cat")
                        .contains("zone is up-to-date"));
    }

    /** A replacement that was interrupted at its beginning, and users who are told of both before their browsers start. */
    private static void letUsersTrustTheNextAuthority(SiteUnderTest site) {
        Vault vault = Vault.open(site.vault());
        for (Authority authority : Authority.values()) {
            vault.kept(authority).prepare(Instant.now());
        }
        assertThat(site.tandem("plan", "--exit-code").exit())
                .as("changes pending")
                .isEqualTo(5);
        site.client()
                .require(RemoteCommand.script(
                                "let the client trust both authorities", "cat > /etc/ssl/certs/ca-certificates.crt")
                        .reading(output -> output.write(Files.readAllBytes(site.authority()))));
    }

    /** The fingerprint of what each service shows to others, asked from the outside. */
    private static Map<String, String> served(SiteUnderTest site) {
        Map<String, String> served = new LinkedHashMap<>();
        for (String balancer : SiteUnderTest.BALANCERS) {
            String address = SiteUnderTest.ADDRESSES.get(balancer);
            served.put(balancer + " public", fingerprint(site, "server1", address + ":443", ""));
            String other = SiteUnderTest.other(SiteUnderTest.BALANCERS, balancer);
            served.put(balancer + " dns", fingerprint(site, other, address + ":853", ""));
        }
        for (String server : SiteUnderTest.SERVERS) {
            String address = SiteUnderTest.ADDRESSES.get(server);
            String other = SiteUnderTest.other(SiteUnderTest.SERVERS, server);
            served.put(server + " web", fingerprint(site, "lb1", address + ":8000", ""));
            served.put(server + " runner", fingerprint(site, other, address + ":8080", ""));
            served.put(server + " database", fingerprint(site, other, address + ":3306", "-starttls mysql"));
        }
        assertThat(served.values())
                .allSatisfy(fingerprint -> assertThat(fingerprint).startsWith("sha256"));
        return served;
    }

    private static String fingerprint(SiteUnderTest site, String from, String at, String how) {
        return site.trying(
                from,
                "openssl s_client -connect \"$1\" $2 </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256"
                        + " 2>&1",
                at,
                how);
    }
}
