package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshKnownHostsTest {
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIDa80aoMWPwGfWTT7+QA10nJwjWmamT09zNJO/67qZmF";
    private static final String OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path folder;

    @Test
    void whatSshKnowsIsTakenOverAsItIs() throws IOException {
        HostKeys keys = keys();
        SshKnownHosts known =
                known("10.0.0.1,web.example ssh-ed25519 " + KEY + " a comment\n" + "10.0.0.1 ssh-rsa AAAAB3\n");
        assertThat(keys.learn("10.0.0.1", known)).isTrue();
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", KEY)).isEqualTo(HostKeys.Verdict.KNOWN);
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", OTHER)).isEqualTo(HostKeys.Verdict.CHANGED);
        assertThat(keys.judge("10.0.0.1", "ssh-rsa", "AAAAB3")).isEqualTo(HostKeys.Verdict.KNOWN);
    }

    /** Made by {@code ssh-keygen -H} of OpenSSH 9.2: one of 10.0.0.1, one of [10.0.0.2]:2222. */
    @Test
    void hashedNamesAreKnownToo() throws IOException {
        SshKnownHosts known = known("""
                |1|G6zscyTdwetatg5uIPQD4bK5QTc=|KDGy21vDhXPhR4rGq/w+9ErBXJ0= ssh-ed25519 KEY
                |1|ONyRjkMyi83JOqb8qW4zKCX33RM=|Ql6Zr9DlUmcvLTmf5ILIBwj54KE= ssh-ed25519 KEY
                |1|damaged ssh-ed25519 KEY
                |1|%%%|%%% ssh-ed25519 KEY
                """.replace("KEY", KEY));
        assertThat(known.of("10.0.0.1")).hasSize(1);
        assertThat(known.of(HostKeys.nameOf("10.0.0.2", 2222))).hasSize(1);
        assertThat(known.of("10.0.0.2")).isEmpty();
        assertThat(known.of("10.0.0.3")).isEmpty();
    }

    @Test
    void aKeyThatWasTakenUnseenIsHeldAgainstSshs() throws IOException {
        HostKeys keys = keys();
        keys.remember("10.0.0.1", "ssh-ed25519", KEY);
        assertThat(keys.agreesWith("10.0.0.1", known("10.0.0.1 ssh-ed25519 " + KEY)))
                .isTrue();
        assertThat(keys.agreesWith("10.0.0.1", known("10.0.0.1 ssh-ed25519 " + OTHER)))
                .isFalse();
        assertThat(keys.agreesWith("10.0.0.1", known(""))).isFalse();
    }

    @Test
    void markersAndOtherKindsOfKeysAloneMakeNobodyKnown() throws IOException {
        HostKeys keys = keys();
        SshKnownHosts known = known("@revoked 10.0.0.1 ssh-ed25519 " + KEY + "\n# 10.0.0.1 ssh-ed25519 " + KEY
                + "\n10.0.0.1 ssh-rsa AAAAB3\n\nhalf\n");
        assertThat(keys.learn("10.0.0.1", known)).isFalse();
        assertThat(keys.knows("10.0.0.1")).isFalse();
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", KEY)).isEqualTo(HostKeys.Verdict.NEW);
    }

    @Test
    void aFileThatIsNotThereKnowsNobody() {
        assertThat(SshKnownHosts.read(folder.resolve("nowhere")).of("10.0.0.1")).isEmpty();
    }

    /** As {@code ssh-keygen -l} says. */
    @Test
    void fingerprintsAreSshs() {
        HostKeys keys = keys();
        keys.remember("10.0.0.1", "ssh-ed25519", KEY);
        assertThat(keys.fingerprints("10.0.0.1"))
                .containsExactly("ssh-ed25519 SHA256:6dS0kXVbDcGUSwAtSlM2fhs87l5ebehug1NJdPh4rFU");
    }

    @Test
    void oneThatIsForgottenLeavesTheOthers() {
        HostKeys keys = keys();
        keys.remember("10.0.0.1", "ssh-ed25519", KEY);
        keys.remember("10.0.0.11", "ssh-ed25519", OTHER);
        keys.forget("10.0.0.1");
        assertThat(keys.knows("10.0.0.1")).isFalse();
        assertThat(keys.knows("10.0.0.11")).isTrue();
    }

    private SshKnownHosts known(String text) throws IOException {
        return SshKnownHosts.read(Files.writeString(folder.resolve("ssh_known_hosts"), text));
    }

    private HostKeys keys() {
        return new HostKeys(folder.resolve("known_hosts"));
    }
}
