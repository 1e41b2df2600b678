package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.Component;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseMember.ReplicationSource;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Stage;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that touch data, with a MariaDB that only writes down what it is told. */
class DatabaseStepsTest {
    private static final ReplicationSource SOURCE = new ReplicationSource(
            new MachineName("private"),
            "10.0.0.1",
            3306,
            "tandem_replication",
            new MachinePath("/etc/password"),
            new MachinePath("/etc/authority.crt"),
            new MachinePath("/etc/database.pem"));
    private static final String SEEDED = "/var/lib/mysql/tandem-seeded-from";

    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aServer() {
        machine = PrivateMachine.in(folder);
        machine.program("mariadb", """
                echo "$*" >> /var/tmp/words
                case "$*" in
                    *SHOW*) cat /var/tmp/status ;;
                    *) cat >> /var/tmp/sql
                       printf ' Slave_IO_Running: Yes\\nSlave_SQL_Running: Yes\\n' > /var/tmp/status ;;
                esac
                """);
        machine.program("mbstream", "cd \"${2#--directory=}\" && tar --extract");
        machine.program("mariadb-backup", "case \"$*\" in *--backup*) cat /var/tmp/copy.tar ;; esac");
        machine.program("chown", "exit 0");
        machine.sh("touch /var/tmp/sql /var/tmp/status && echo s3cret > /etc/password && mkdir /var/lib/mysql/mysql");
        machine.sh(
                "cd /var/tmp && mkdir -p copy/shop && printf 'binlog.1\\t42\\t0-1-7\\n' > copy/mariadb_backup_binlog_info"
                        + " && tar --create --file=copy.tar --directory=copy .");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    // --- following
    // -----------------------------------------------------------------------------------------------------

    @Test
    void aServerWithDataOfItsOwnIsNotMadeToFollow() {
        machine.sh("mkdir /var/lib/mysql/blog");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(this::follow)
                .withMessageContaining("exit code 3")
                .withMessageContaining("was not touched");
        assertThat(sql()).isEmpty();
    }

    @Test
    void aFreshCopyFollowsFromWhereItEnds() {
        machine.sh("cp /var/tmp/copy/mariadb_backup_binlog_info /var/lib/mysql && echo 10.0.0.1 > " + SEEDED);
        follow();
        assertThat(sql()).contains("SET GLOBAL gtid_slave_pos = '0-1-7';", "MASTER_HOST = '10.0.0.1'", "START SLAVE;");
        assertThat(sql())
                .contains(
                        "MASTER_SSL = 1",
                        "MASTER_SSL_VERIFY_SERVER_CERT = 1",
                        "MASTER_SSL_CA = '/etc/authority.crt'",
                        "MASTER_SSL_CERT = '/etc/database.pem'",
                        "MASTER_SSL_KEY = '/etc/database.pem'");
        assertThat(machine.sh("ls /var/lib/mysql")).doesNotContain("tandem-seeded-from");
    }

    @Test
    void aCopyThatBeganToFollowAlreadyIsNotSetBack() {
        machine.sh("cp /var/tmp/copy/mariadb_backup_binlog_info /var/lib/mysql && echo 10.0.0.1 > " + SEEDED
                + "; echo ' Slave_IO_Running: Connecting' > /var/tmp/status");
        follow();
        assertThat(sql()).doesNotContain("gtid_slave_pos =").contains("START SLAVE;");
    }

    @Test
    void passwordsAreInNoProcessList() {
        machine.sh("echo ' Slave_IO_Running: No' > /var/tmp/status");
        follow();
        carryOut(new Change.SetAccount(
                new DatabaseAccount("tandem_application", "10.0.0.1", List.of("*HASH"), List.of("SELECT ON `shop`.*")),
                Reason.MISSING));
        assertThat(machine.sh("cat /var/tmp/words")).isNotEmpty().doesNotContain("s3cret", "*HASH");
        assertThat(sql()).contains("MASTER_PASSWORD = 's3cret'", "IDENTIFIED BY PASSWORD '*HASH'");
    }

    // --- seeding
    // -------------------------------------------------------------------------------------------------------

    @Test
    void anEmptyServerBecomesACopyThatFollows() {
        seed();
        assertThat(machine.sh("ls /var/lib/mysql")).isEqualTo("mariadb_backup_binlog_info\nshop");
        assertThat(sql()).contains("SET GLOBAL gtid_slave_pos = '0-1-7';");
        assertThat(machine.sh("cat /var/tmp/systemctl")).isEqualTo("stop mariadb\nstart mariadb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir /var/lib/mysql/blog",
                "mkdir /srv/blog && ln -s /srv/blog /var/lib/mysql/blog",
                "mkdir -p /srv/data/blog && rm -r /var/lib/mysql && ln -s /srv/data /var/lib/mysql"
            })
    void aDataDirectoryThatHoldsDataIsNeverReplaced(String data) {
        machine.sh(data);
        String before = machine.sh("find /var/lib/mysql/ /srv | sort");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(this::seed)
                .withMessageContaining("holds data now; nothing was touched");
        assertThat(machine.sh("find /var/lib/mysql/ /srv | sort")).isEqualTo(before);
        assertThat(machine.sh("cat /var/tmp/systemctl 2>/dev/null || true")).isEmpty();
    }

    @Test
    void aMountIsRefusedWhileTheServerStillRuns() {
        machine.sh("mount -t tmpfs own /var/lib/mysql");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(this::seed)
                .withMessageContaining("is a mount or a link");
        assertThat(machine.sh("cat /var/tmp/systemctl 2>/dev/null || true")).isEmpty();
    }

    @Test
    void halfACopyReplacesNothing() {
        machine.sh("rm /var/tmp/copy/mariadb_backup_binlog_info && tar -cf /var/tmp/copy.tar -C /var/tmp/copy .");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(this::seed)
                .withMessageContaining("the copy is not complete; nothing was touched");
        assertThat(machine.sh("ls /var/lib/mysql")).isEqualTo("mysql");
    }

    @Test
    void aPrimaryThatCannotBeCopiedIsTheFailureThatIsTold() {
        machine.program("mariadb-backup", "echo 'Access denied' >&2; exit 1");
        assertThatExceptionOfType(RemoteException.class).isThrownBy(this::seed);
        assertThat(machine.sh("ls /var/lib/mysql")).isEqualTo("mysql");
    }

    private void follow() {
        carryOut(new Change.FollowPrimary(SOURCE, Reason.NOT_REPLICATING));
    }

    private void seed() {
        carryOut(new Change.SeedReplica(SOURCE));
    }

    private void carryOut(Change change) {
        Component component = new Component("database", Stage.REPLICAS, List.of());
        ComponentPlan work = new ComponentPlan(new MachineName("private"), component, List.of(change));
        new DatabaseSteps(new Fleet(_ -> machine), machine, _ -> {}).carryOut(work);
    }

    private String sql() {
        return machine.sh("cat /var/tmp/sql");
    }
}
