package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What could lose data is refused with exit code 3, and nothing is touched. */
@OnTheSite
class DataSafetyTest {
    private static final String FOLLOW_AGAIN = "mariadb -e \"CHANGE MASTER TO MASTER_HOST = '10.80.0.21',"
            + " MASTER_USER = '$1', MASTER_PASSWORD = '$(cat /etc/tandem/replication.password)',"
            + " MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 0.5, MASTER_USE_GTID = slave_pos,"
            + " MASTER_SSL = 1, MASTER_SSL_CA = '/etc/ssl/tandem/database-authority.crt',"
            + " MASTER_SSL_CERT = '/etc/ssl/tandem/database.pem', MASTER_SSL_KEY = '/etc/ssl/tandem/database.pem',"
            + " MASTER_SSL_VERIFY_SERVER_CERT = 1; START SLAVE\"";

    @Test
    void anEmptyPrimaryBesideDataIsRefused(SiteUnderTest site) {
        site.disturb();
        site.on("server1", "systemctl stop mariadb && mv /var/lib/mysql /var/lib/mysql.away");
        try {
            Ran apply = site.tandem("apply").exits(3);

            assertThat(apply.errors())
                    .contains("Refused; nothing was touched")
                    .contains("server1")
                    .contains("should be the primary but holds no data, while server2 holds conduit");
            site.tandem("plan").exits(3);
            assertThat(site.on("server1", "test -e /var/lib/mysql && echo there || echo none"))
                    .isEqualTo("none");
            assertThat(site.trying("server1", "systemctl is-active mariadb")).isEqualTo("inactive");
        } finally {
            site.on(
                    "server1",
                    "rm -rf /var/lib/mysql; mv /var/lib/mysql.away /var/lib/mysql && systemctl start mariadb");
        }
    }

    @Test
    void aReplicaWithDataOfItsOwnIsRefused(SiteUnderTest site) {
        site.disturb();
        String user = site.on("server2", "mariadb --raw -e 'SHOW SLAVE STATUS\\G' | sed -n 's/^ *Master_User: //p'");
        site.on("server2", "mariadb -e 'STOP SLAVE; RESET SLAVE ALL'");
        try {
            Ran apply = site.tandem("apply").exits(3);

            assertThat(apply.errors())
                    .contains("server2")
                    .contains("should be a replica but holds data of its own (conduit)");
            assertThat(site.on("server2", "mariadb -N -e 'SHOW SLAVE STATUS'")).isEmpty();
        } finally {
            site.on("server2", FOLLOW_AGAIN, user);
        }
    }

    @Test
    void aReplicaIsNotMadeThePrimaryByEditingTheFile(SiteUnderTest site) {
        UnaryOperator<String> swapped =
                text -> text.replace("  server1: {address: 10.80.0.21,", "  first: {address: 10.80.0.22,")
                        .replace("  server2: {address: 10.80.0.22,", "  server1: {address: 10.80.0.21,")
                        .replace("  first: {address", "  server2: {address");
        Path file = site.folder().variant("swapped.yaml", swapped);

        assertThat(site.tandemWith(file, "apply").exits(3).errors())
                .contains("server2")
                .contains("should be the primary but follows 10.80.0.21");
    }
}
