package dev.tandem.control.state.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.protocol.MachineName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentTest {
    private static final ManagedFile RELOADED = ManagedFile.open("/etc/a", "1", Effect.RELOAD);
    private static final ManagedFile RESTARTED = ManagedFile.open("/etc/b", "2", Effect.RESTART);
    private static final Link LINK = new Link(new MachinePath("/srv/current"), "r1", Effect.RESTART);

    @Test
    void equalFilesGiveEqualFingerprints() {
        assertThat(reload(RELOADED)).isEqualTo(reload(ManagedFile.open("/etc/a", "1", Effect.RELOAD)));
    }

    @Test
    void aFingerprintChangesWithContentPathAndOwner() {
        assertThat(List.of(
                        reload(RELOADED),
                        reload(ManagedFile.open("/etc/a", "2", Effect.RELOAD)),
                        reload(ManagedFile.open("/etc/b", "1", Effect.RELOAD)),
                        reload(new ManagedFile(
                                new MachinePath("/etc/a"), Ownership.PRIVATE, "1", Effect.RELOAD, false)),
                        reload(),
                        reload(RELOADED, ManagedFile.open("/etc/c", "", Effect.RELOAD))))
                .doesNotHaveDuplicates();
    }

    @Test
    void partsOfNeighboursAreNotTakenForEachOther() {
        assertThat(reload(
                        ManagedFile.open("/etc/a", "x", Effect.RELOAD), ManagedFile.open("/etc/b", "y", Effect.RELOAD)))
                .isNotEqualTo(reload(ManagedFile.open("/etc/a", "x/etc/broot:root 0644y", Effect.RELOAD)));
    }

    @Test
    void eachEffectHasItsOwn() {
        Component component = component(RELOADED, RESTARTED, LINK);
        assertThat(component.fingerprint(Effect.RELOAD)).isEqualTo(reload(RELOADED));
        assertThat(component.fingerprint(Effect.RESTART))
                .isEqualTo(component(RESTARTED, LINK).fingerprint(Effect.RESTART))
                .isNotEqualTo(component(RESTARTED).fingerprint(Effect.RESTART));
        Link elsewhere = new Link(LINK.path(), "r2", Effect.RESTART);
        assertThat(component(RESTARTED, elsewhere).fingerprint(Effect.RESTART))
                .isNotEqualTo(component(RESTARTED, LINK).fingerprint(Effect.RESTART));
    }

    @Test
    void whatIsNotAFileDoesNotCount() {
        assertThat(reload(RELOADED, new DebianPackage("curl"), Unit.running("a.service")))
                .isEqualTo(reload(RELOADED));
    }

    @Test
    void aFingerprintIsOneWordForTheMachinesFile() {
        assertThat(reload(RELOADED)).matches("[0-9a-f]{32}");
    }

    @Test
    void noTwoComponentsWriteTheSamePath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DesiredMachine(new MachineName("lb1"), List.of(component(RELOADED), component(RELOADED))))
                .withMessage("lb1: two components write /etc/a");
    }

    @Test
    void aSecretThatAnybodyCouldReadIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ManagedFile.secret("/etc/key", Ownership.PUBLIC, "secret", Effect.NONE))
                .withMessage("/etc/key holds a secret and would be readable by anyone: root:root 0644");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "etc/a",
                "/etc/",
                "/etc//a",
                "/etc/..",
                "/etc/../a",
                "/etc/a b",
                "/etc/$a",
                "/etc/'a",
                "/etc/a\n",
                "/./a"
            })
    void aPathThatWouldNeedQuotingIsRefused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MachinePath(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc", "/etc/a-b_c.d", "/etc/.hidden", "/etc/systemd/system/a@b.service", "/srv/x=1,2:3+4%5"})
    void aPlainPathIsOne(String path) {
        assertThat(new MachinePath(path)).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"644", "0888", "00644", "rw-r--r--", "4755", ""})
    void aModeIsFourOctalDigits(String mode) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ownership("root", "root", mode));
    }

    private static String reload(Item... items) {
        return component(items).fingerprint(Effect.RELOAD);
    }

    private static Component component(Item... items) {
        return new Component("a", Stage.SERVER, List.of(items));
    }
}
