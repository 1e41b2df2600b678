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

/** The script that makes directories, run for real, also in folders of other users. */
class DirectoryScriptTest {
    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void aDirectoryHasItsOwnerAndModeAndMayBeMadeTwice() {
        make("/srv/a/b");
        make("/srv/a/b");
        assertThat(machine.sh("stat -c '%U %G %a' /srv/a /srv/a/b")).isEqualTo("root root 755\ndaemon bin 700");
    }

    @Test
    void aLinkInItsPlaceIsRefusedAndNothingBehindItIsGivenAway() {
        machine.sh("mkdir -p /srv/of-daemon && chown daemon /srv/of-daemon && ln -s /etc /srv/of-daemon/data");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> make("/srv/of-daemon/data"))
                .withMessageContaining("/srv/of-daemon/data is a link; put a directory in its place");
        assertThat(machine.sh("stat -c %U /etc")).isEqualTo("root");
    }

    private void make(String path) {
        machine.require(
                RemoteCommand.script("make the directory " + path, Scripts.DIRECTORY, path, "daemon", "bin", "0700"));
    }
}
