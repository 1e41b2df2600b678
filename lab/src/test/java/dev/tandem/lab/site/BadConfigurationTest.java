package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A configuration that does not work never replaces one that does, and users do not notice the attempt. */
@OnTheSite
class BadConfigurationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String READERS = "GET 50 /api/articles?limit=5";

    @Test
    void whatNginxsOwnCheckerRefusesIsNotPutInPlace(SiteUnderTest site) {
        site.disturb();
        Map<String, String> before = nginx(site);
        // Not one of Tandem's files, and read by nginx only when it starts or reloads: its workers' user is not there.
        site.on("server1", "cp -a /etc/passwd /root/passwd && sed -i 's/^www-data:/www-other:/' /etc/passwd");
        site.folder().set("static-max-age", "3h");
        try (Traffic readers = Traffic.of(site, PATIENCE, READERS)) {
            Ran apply = site.tandem("apply").exits(1);

            assertThat(apply.errors())
                    .contains("server1, nginx: nothing that runs was touched.")
                    .contains("could not accept the new configuration: 'nginx -t")
                    .contains("getpwnam(\"www-data\") failed");
            readers.endWithoutFailure();
        } finally {
            site.on("server1", "mv /root/passwd /etc/passwd");
        }
        assertThat(nginx(site)).isEqualTo(before);
    }

    @Test
    void whatHaproxysOwnCheckerRefusesIsNotPutInPlace(SiteUnderTest site) {
        site.disturb();
        String before = site.on("lb1", "sha256sum /etc/haproxy/haproxy.cfg; systemctl show -p MainPID haproxy");
        site.on("lb1", "mv /etc/haproxy/errors/502.http /root/502.http");
        site.folder().set("client", "33s");
        try {
            Ran apply = site.tandem("apply").exits(1);

            assertThat(apply.errors()).contains("lb1, haproxy: nothing that runs was touched.");
        } finally {
            site.on("lb1", "mv /root/502.http /etc/haproxy/errors/502.http");
        }
        assertThat(site.on("lb1", "sha256sum /etc/haproxy/haproxy.cfg; systemctl show -p MainPID haproxy"))
                .isEqualTo(before);
    }

    @Test
    void whatDoesNotAnswerIsTakenBackAndTheNextMachineIsNotTouched(SiteUnderTest site) {
        site.disturb();
        Map<String, String> before = nginx(site);
        // Right as far as any checker can see; but there is no such page.
        site.folder().set("path", "/api/nowhere");
        try (Traffic readers = Traffic.of(site, PATIENCE, READERS)) {
            Ran apply = site.tandem("apply").exits(1);

            assertThat(apply.errors())
                    .contains("server1")
                    .contains("the new files did not work; the old ones are back and in use.");
            readers.endWithoutFailure();
        }
        assertThat(nginx(site)).isEqualTo(before);
        assertThat(site.tandem("plan", "--exit-code").exits(5).output()).contains("/api/nowhere");
    }

    private static Map<String, String> nginx(SiteUnderTest site) {
        Map<String, String> files = new TreeMap<>();
        SiteUnderTest.SERVERS.forEach(server ->
                files.put(server, site.on(server, "sha256sum /etc/nginx/nginx.conf; systemctl is-active nginx")));
        return files;
    }
}
