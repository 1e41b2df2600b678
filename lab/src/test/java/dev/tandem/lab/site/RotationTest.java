package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets are replaced while people use the site, and an interrupted replacement goes on. */
@OnTheSite
class RotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String[] USERS = {"GET 25 /", "GET 25 /api/articles?limit=5", "POST 5 /api/articles"};
    private static final String ENVIRONMENT_OF_RUNNER =
            "tr '\\0' '\\n' < /proc/$(systemctl show -P MainPID tandem-runner)/environ";

    private static final List<String> SECRETS = List.of(
            "database-application",
            "database-migration",
            "database-monitoring",
            "database-replication",
            "zone-transfer",
            "environment/JWT_SECRET");

    /** The writer's token was signed with the old JWT_SECRET and is good all the time. */
    @Test
    @Tag("long")
    void everySecretAndEveryKeyIsReplacedWithOneCommandAndNobodyNotices(SiteUnderTest site) throws IOException {
        site.disturb();
        Map<String, String> before = values(site);
        String certificate = Files.readString(certificateOfRunner(site));
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            Ran rotate = site.tandem("secret", "rotate", "--all").exits(0);
            List<Traffic.Answer> answers = users.endWithoutFailure();
            assertThat(answers).extracting(Traffic.Answer::server).contains("server1", "server2");
            System.out.printf(
                    "every secret and key replaced under load in %d ms: 0 of %d requests failed, slowest %d ms%n",
                    rotate.took().toMillis(),
                    answers.size(),
                    answers.stream()
                            .mapToLong(answer -> answer.took().toMillis())
                            .max()
                            .orElse(0));
            before.values()
                    .forEach(value -> assertThat((rotate.output() + rotate.errors()).contains(value))
                            .as("a value is told")
                            .isFalse());
        }
        Map<String, String> now = values(site);
        SECRETS.forEach(name -> assertThat(now.get(name).equals(before.get(name)))
                .as("%s is the old one", name)
                .isFalse());
        for (String server : SiteUnderTest.SERVERS) {
            String environment = site.on(server, ENVIRONMENT_OF_RUNNER);
            for (String name : List.of("database-application", "environment/JWT_SECRET")) {
                // Values stay out of the output of tests.
                assertThat(environment.contains(now.getOrDefault(name, "?")))
                        .as("the new %s is in use on %s", name, server)
                        .isTrue();
            }
        }
        assertThat(Files.readString(certificateOfRunner(site))).isNotEqualTo(certificate);
        assertThat(site.on("server1", "cat /etc/ssl/tandem/runner.pem"))
                .isEqualTo(Files.readString(certificateOfRunner(site)).strip());
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
    }

    private static Path certificateOfRunner(SiteUnderTest site) {
        return site.vault().resolve("certificates/server1/runner.pem");
    }

    private static Map<String, String> values(SiteUnderTest site) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : SECRETS) {
            values.put(name, value(site, name));
        }
        return values;
    }

    @Test
    void theOldPasswordOfADatabaseAccountIsWorthlessAfterwardsAndReplicationGoesOn(SiteUnderTest site)
            throws IOException {
        site.disturb();
        String before = value(site, "database-replication");

        site.tandem("secret", "rotate", "database-replication").exits(0);

        assertThat(loggingIn(site, before)).isEqualTo("denied");
        assertThat(loggingIn(site, value(site, "database-replication"))).isEqualTo("in");
        site.awaitWell();
    }

    @Test
    void theSitesOwnCertificateIsReplacedAndNobodyNotices(SiteUnderTest site) {
        site.disturb();
        String owner = site.owner();
        String before = serial(site);
        try (Traffic users = Traffic.of(site, PATIENCE, "GET 10 /")) {
            site.tandem("secret", "rotate", "certificate/" + owner + "/public").exits(0);
            users.endWithoutFailure();
        }
        assertThat(serial(site)).isNotEqualTo(before);
    }

    private static String serial(SiteUnderTest site) {
        return site.onClient("curl -sS -o /dev/null -w '%{certs}' https://www.foobar.com/ | grep -i 'serial number'");
    }

    @Test
    void theZoneIsStillCopiedAfterItsKeyWasReplaced(SiteUnderTest site) {
        site.disturb();
        site.folder().set("ttl", "77s");
        site.tandem("secret", "rotate", "zone-transfer").exits(3);
        site.tandem("apply").exits(0);
        site.tandem("secret", "rotate", "zone-transfer").exits(0);
        site.folder().set("ttl", "78s");
        site.tandem("apply").exits(0);
        SiteUnderTest.await(
                "the secondary has the new zone",
                Duration.ofSeconds(10),
                () -> site.trying("lb2", "kdig +noall +answer @10.80.0.12 www.foobar.com A")
                        .contains("78"));
        site.folder().keep();
    }

    @Test
    void aReplacementThatWasKilledGoesOn(SiteUnderTest site) throws IOException {
        site.disturb();
        String before = value(site, "database-replication");
        for (String moment : List.of("Step 1", "Step 2", "Step 3")) {
            try (Launcher.Running rotate = site.start("secret", "rotate", "database-replication")) {
                SiteUnderTest.await(
                        "the rotation comes to " + moment + ": " + rotate.errors(),
                        Duration.ofSeconds(90),
                        () -> rotate.errors().contains(moment) || !rotate.alive());
                SiteUnderTest.pause(Duration.ofMillis(300));
                rotate.kill();
                System.out.println("killed: " + rotate.end().errors());
            }
        }
        Ran last = site.tandem("secret", "rotate", "database-replication");
        if (last.exit() == 3) {
            // The old value was forgotten already: what is left is an apply's.
            site.applyWhenFree();
        }
        assertThat(value(site, "database-replication")).isNotEqualTo(before);
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
    }

    @Test
    void aReplicaWithAnOlderPasswordFollowsAnewWithoutAHand(SiteUnderTest site) {
        site.disturb();
        String replica = site.replica();
        site.on(replica, "mariadb -e \"STOP SLAVE; CHANGE MASTER TO MASTER_PASSWORD='older'; START SLAVE\"");
        SiteUnderTest.await(
                "the source refuses the replica",
                Duration.ofSeconds(10),
                () -> site.trying(replica, "journalctl --unit=mariadb --since=-20s --grep='Access denied'")
                        .contains("Access denied"));
        site.awaitWell();
        assertThat(site.tandem("db", "status").exits(0).output()).contains("partner");
    }

    @Test
    void theListHasEveryNameAndNoValue(SiteUnderTest site) throws IOException {
        Ran list = site.tandem("secret", "list").exits(0);
        assertThat(list.output())
                .contains("database-application", "zone-transfer", "environment/JWT_SECRET", "server1 server2")
                .doesNotContain(value(site, "database-application"), value(site, "zone-transfer"));
        assertThat(site.tandem("secret", "list", "--json").exits(0).entries("secrets"))
                .hasSizeGreaterThanOrEqualTo(6);
        site.tandem("secret", "rotate", "nonsense").exits(2);
    }

    private static String value(SiteUnderTest site, String name) throws IOException {
        Path file = site.vault().resolve("secrets").resolve(name);
        return Files.readString(file).strip();
    }

    /** The password goes in by a file of options on standard input. */
    private static String loggingIn(SiteUnderTest site, String password) {
        return site.remote("server2")
                .require(dev.tandem.control.remote.RemoteCommand.script(
                                "log in as a replica does",
                                "mariadb --defaults-extra-file=/dev/stdin --host=10.80.0.21 --user=tandem_replication"
                                        + " --ssl-ca=/etc/ssl/tandem/database-authority.crt"
                                        + " --ssl-cert=/etc/ssl/tandem/database.pem --ssl-key=/etc/ssl/tandem/database.pem"
                                        + " --execute='SELECT 1' > /dev/null 2>&1 && echo in || echo denied")
                        .reading("[client]\npassword=" + password + "\n"))
                .text()
                .strip();
    }
}
