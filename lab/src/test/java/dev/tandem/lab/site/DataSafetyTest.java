package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What could lose data is refused with exit code 3, and nothing is touched. */
@OnTheSite
class DataSafetyTest {
    @Test
    void aReplicaWithDataOfItsOwnIsRefused(SiteUnderTest site) {
        site.disturb();
        String replica = site.replica();
        // As a machine that comes with data from somewhere else: of no site, and following nobody.
        site.on(
                replica,
                "systemctl stop tandem-agent && mariadb -e 'STOP SLAVE; RESET SLAVE ALL' && rm /var/lib/mysql/tandem-site");
        try {
            Ran apply = site.tandem("apply").exits(3);

            assertThat(apply.errors())
                    .contains("Refused; nothing was touched")
                    .contains(replica)
                    .contains("should be a replica but holds data of its own (conduit)");
            site.tandem("plan").exits(3);
            assertThat(site.trying(replica, "systemctl is-active tandem-agent")).isEqualTo("inactive");
        } finally {
            site.on(
                    replica,
                    "echo www.foobar.com > /var/lib/mysql/tandem-site && chown mysql: /var/lib/mysql/tandem-site"
                            + " && systemctl start tandem-agent");
        }
    }

    @Test
    void editingTheFileMakesNobodyThePrimary(SiteUnderTest site) {
        UnaryOperator<String> swapped =
                text -> text.replace("  server1: {address: 10.80.0.21,", "  first: {address: 10.80.0.22,")
                        .replace("  server2: {address: 10.80.0.22,", "  server1: {address: 10.80.0.21,")
                        .replace("  first: {address", "  server2: {address");
        Path file = site.folder().variant("swapped.yaml", swapped);

        assertThat(site.tandemWith(file, "plan").exits(0).output())
                .doesNotContain("first primary", "follow the primary", "schema conduit");
    }

    @Test
    void aPrimaryThatTakesWritesIsNotPassedOverWithALoss(SiteUnderTest site) {
        String primary = site.primary();
        assertThat(site.tandem("db", "promote", site.replica(), "--accept-loss", "--confirm", SiteUnderTest.NAME)
                        .exits(3)
                        .errors())
                .contains("Refused; nothing was touched: " + primary + " is the primary and takes writes");
        assertThat(site.primary()).isEqualTo(primary);
    }
}
