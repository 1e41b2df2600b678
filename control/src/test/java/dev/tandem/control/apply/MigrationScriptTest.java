package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs a migration, with a systemd that only looks at what the migration would find. */
class MigrationScriptTest {
    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
        machine.program("openssl", "while [ \"$1\" != -out ]; do shift; done; echo keys > \"$2\"");
        machine.program(
                "systemd-run",
                "echo \"$*\" > /var/tmp/words; stat -c '%U %a' /run/tandem-migration /run/tandem-migration/keys > /var/tmp/seen");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void onlyItsOwnUserReadsWhatItLogsInWith() {
        machine.sh("mkdir /run/tandem-migration && echo old > /run/tandem-migration/left");
        migrate();
        assertThat(machine.sh("cat /var/tmp/seen")).isEqualTo("daemon 700\ndaemon 600");
        assertThat(machine.sh("cat /var/tmp/words"))
                .contains("--property=User=daemon", "--property=EnvironmentFile=/etc/tandem/migration.env");
        assertThat(machine.sh("ls /run; stat -c '%a %n' /var/lib/tandem/migrated; cat /var/lib/tandem/migrated"))
                .isEqualTo("tandem\n644 /var/lib/tandem/migrated\n7b21e0c95d4f");
    }

    @Test
    void afterAMigrationThatFailedNothingIsLeft() {
        machine.program("systemd-run", "exit 1");
        assertThatExceptionOfType(RemoteException.class).isThrownBy(this::migrate);
        assertThat(machine.sh("ls /run /var/lib/tandem")).isEqualTo("/run:\ntandem\n\n/var/lib/tandem:");
    }

    private void migrate() {
        machine.require(RemoteCommand.script(
                "migrate",
                Scripts.MIGRATE,
                "7b21e0c95d4f",
                "/srv/site/releases/7b21e0c95d4f/app",
                "com.example.Migrate",
                "daemon",
                "/etc/tandem/migration.env",
                "/etc/ssl/tandem/migration.pem"));
    }
}
