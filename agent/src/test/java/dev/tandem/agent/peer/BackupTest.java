package dev.tandem.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.kernel.FakeProcess;
import dev.tandem.agent.kernel.FakePrograms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupTest {
    private final FakePrograms programs = new FakePrograms();
    private final List<FakeBackup> begun = new ArrayList<>();
    private final Backup backup = new Backup(programs);

    /** mariadb-backup, which goes on until it is ended. */
    private static final class FakeBackup extends FakeProcess {
        @Override
        protected void hear(String line) {
            // It asks the server, and nobody else.
        }
    }

    @BeforeEach
    void install() {
        programs.talks("mariadb-backup", () -> {
            FakeBackup next = new FakeBackup();
            begun.add(next);
            return next;
        });
    }

    /** It loads the libraries that the server names to it. */
    @Test
    void itIsNotRootAndComesToTheServerAsItsOwnUser() throws IOException {
        assertThat(backup.begin("server2")).isPresent();
        assertThat(programs.unprivileged())
                .containsExactly("mariadb-backup --backup --user=mysql --stream=mbstream --target-dir=/tmp");
    }

    @Test
    void oneMachineAtATimeGetsOneAndAnOldOneOfItsOwnIsEnded() throws IOException {
        assertThat(backup.begin("server2")).isPresent();
        assertThat(backup.begin("server3")).isEmpty();
        assertThat(backup.begin("server2")).isPresent();
        assertThat(begun).extracting(FakeBackup::isAlive).containsExactly(false, true);
    }
}
