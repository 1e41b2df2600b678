package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that mysqld runs when it starts: one statement that it refuses, and it does not start. */
class AccountTest {
    @TempDir
    private Path folder;

    private FakeMachine machine;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        machine = new FakeMachine(folder).running();
        file = machine.folders.run().resolve("init.sql");
    }

    @Test
    void mysqldReadsItAndWritesNothingThere() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(machine.programs.ran()).contains("chown :mysql " + file + ".new");
    }

    /** They come as mysqld's user by the socket, also where an administrator took that account away. */
    @Test
    void whatCopiesAndWhatAnAdminsCommandsAskHasAnAccountWithoutAPassword() throws IOException {
        assertThat(Files.readAllLines(file))
                .contains(
                        "CREATE USER IF NOT EXISTS 'mysql'@'localhost' IDENTIFIED VIA unix_socket;",
                        "GRANT ALL PRIVILEGES ON *.* TO 'mysql'@'localhost' WITH GRANT OPTION;")
                .first()
                .isEqualTo("SET SESSION sql_log_bin = 0;");
    }
}
