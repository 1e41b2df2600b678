package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes to a site that people use: readers and a writer at a steady pace, and not one failed request. */
@OnTheSite
class ChangeUnderLoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String[] USERS = {"GET 25 /", "GET 25 /api/articles?limit=5", "POST 5 /api/articles"};

    /** Each with connections of their own, on one that is kept, by HTTP/2; and a writer. */
    private static final String[] EVERY_KIND_OF_USER = {
        "GET 20 /", "GET 15 / kept", "GET 15 /api/articles?limit=5 h2", "POST 3 /api/articles"
    };

    private static final int RELOADS = 10;

    @Test
    void reloadsOfTheBalancersAreNotNoticed(SiteUnderTest site) {
        String owner = site.owner();
        try (Witness witness = Witness.of(site, SiteUnderTest.VIRTUAL_ADDRESS);
                Traffic users = Traffic.withWriter(site, PATIENCE, EVERY_KIND_OF_USER)) {
            for (int reload = 0; reload < RELOADS; reload++) {
                site.on(owner, "systemctl reload haproxy.service keepalived.service");
                users.during(Duration.ofMillis(300));
            }
            List<Traffic.Answer> answers = users.endWithoutFailure();
            report(RELOADS + " reloads of HAProxy and keepalived on the owner", answers);
            assertThat(witness.owners(SiteUnderTest.VIRTUAL_ADDRESS)).containsExactly(owner);
        }
    }

    @Test
    void aNewPublicCertificateIsNotNoticed(SiteUnderTest site) throws IOException {
        String before = publicCertificate(site);
        for (String balancer : SiteUnderTest.BALANCERS) {
            Files.delete(site.vault().resolve("certificates").resolve(balancer).resolve("public.pem"));
        }
        try (Witness witness = Witness.of(site, SiteUnderTest.VIRTUAL_ADDRESS);
                Traffic users = Traffic.withWriter(site, PATIENCE, EVERY_KIND_OF_USER)) {
            String owner = site.owner();
            site.tandem("apply").exits(0);
            report("a new public certificate on both balancers", users.endWithoutFailure());
            assertThat(witness.owners(SiteUnderTest.VIRTUAL_ADDRESS)).containsExactly(owner);
        }
        assertThat(publicCertificate(site)).isNotEqualTo(before);
    }

    /** The certificate that a user is shown, by its serial number. */
    private static String publicCertificate(SiteUnderTest site) {
        return site.onClient(
                "openssl s_client -connect www.foobar.com:443 -servername www.foobar.com < /dev/null 2> /dev/null |"
                        + " openssl x509 -noout -serial");
    }

    @Test
    void aChangeOfEveryServicesConfigurationIsNotNoticed(SiteUnderTest site) {
        site.disturb();
        site.folder().set("environment", "{GREETING: " + site.folder().fresh() + "}");
        site.folder().set("static-max-age", "2h");
        site.folder().set("client", "40s");
        site.folder().set("maximum-body", "9M");
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            Ran apply = site.tandem("apply").exits(0);
            report("a new configuration, applied in " + apply.took().toMillis() + " ms", users.endWithoutFailure());
        }
        assertThat(site.onClient("curl -sSI https://www.foobar.com/styles.css")).containsIgnoringCase("max-age=7200");
        site.folder().keep();
    }

    @Test
    void aNewReleaseIsNotNoticed(SiteUnderTest site) throws IOException {
        site.disturb();
        String before = site.on("server1", "readlink /srv/www.foobar.com/current");
        String line = "# " + site.folder().fresh();
        site.folder().appendToPublic("robots.txt", line);
        changeWar(site);
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            Ran apply = site.tandem("apply").exits(0);
            report("a new release, applied in " + apply.took().toMillis() + " ms", users.endWithoutFailure());
        }
        assertThat(site.onClient("curl -sS https://www.foobar.com/robots.txt")).endsWith(line);
        String after = site.on("server1", "readlink /srv/www.foobar.com/current");
        assertThat(after).isNotEqualTo(before);
        assertThat(site.on("server2", "readlink /srv/www.foobar.com/current")).isEqualTo(after);
        assertThat(site.on("server2", "cat /srv/www.foobar.com/current/app/WEB-INF/classes/release.txt"))
                .isEqualTo("new");
        site.folder().keep();
    }

    private static void changeWar(SiteUnderTest site) throws IOException {
        site.folder().applicationChanged();
        try (FileSystem war = FileSystems.newFileSystem(site.folder().war())) {
            Files.writeString(war.getPath("/WEB-INF/classes/release.txt"), "new");
        }
    }

    private static void report(String what, List<Traffic.Answer> answers) {
        System.out.printf(
                "%s, under load: no answer for %d ms, slowest %d ms, 0 of %d requests failed%n",
                what,
                Traffic.longestGap(answers).toMillis(),
                answers.stream()
                        .mapToLong(answer -> answer.took().toMillis())
                        .max()
                        .orElse(0),
                answers.size());
    }
}
