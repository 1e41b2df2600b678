package dev.tandem.control.remote;

import static dev.tandem.control.remote.HostKeys.Verdict.CHANGED;
import static dev.tandem.control.remote.HostKeys.Verdict.KNOWN;
import static dev.tandem.control.remote.HostKeys.Verdict.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jcraft.jsch.HostKeyRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    @TempDir
    Path folder;

    @Test
    void aMachineIsNewThenKnownThenChanged() {
        HostKeys keys = keys();
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", "AAAA")).isEqualTo(NEW);
        keys.remember("10.0.0.1", "ssh-ed25519", "AAAA");
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", "AAAA")).isEqualTo(KNOWN);
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", "BBBB")).isEqualTo(CHANGED);
        assertThat(keys.judge("10.0.0.1", "ssh-rsa", "AAAA"))
                .as("a key of another kind may be another machine")
                .isEqualTo(CHANGED);
    }

    @Test
    void anAddressThatBeginsLikeAnotherIsAnother() {
        HostKeys keys = keys();
        keys.remember("10.0.0.11", "ssh-ed25519", "AAAA");
        assertThat(keys.judge("10.0.0.1", "ssh-ed25519", "BBBB")).isEqualTo(NEW);
    }

    @Test
    void theFileIsAsOpenSshReadsItAndOnlyForItsOwner() throws IOException {
        HostKeys keys = keys();
        keys.remember("10.0.0.1", "ssh-ed25519", "AAAA");
        keys.remember("[10.0.0.2]:2222", "ssh-ed25519", "BBBB");
        assertThat(keys.file()).hasContent("10.0.0.1 ssh-ed25519 AAAA\n[10.0.0.2]:2222 ssh-ed25519 BBBB\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void keysOutliveTheProcess() {
        keys().remember("10.0.0.1", "ssh-ed25519", "AAAA");
        assertThat(keys().judge("10.0.0.1", "ssh-ed25519", "AAAA")).isEqualTo(KNOWN);
    }

    @Test
    void aFileThatHoldsSomethingElseIsSaid() throws IOException {
        HostKeys keys = keys();
        for (String line : new String[] {"10.0.0.1 ssh-ed25519", "10.0.0.1 ssh-ed25519 no-key!"}) {
            Files.writeString(keys.file(), line + "\n");
            assertThatExceptionOfType(HostKeysException.class)
                    .isThrownBy(() -> keys.fingerprints("10.0.0.1"))
                    .withMessageContaining(keys.file() + " does not say which SSH keys machines have: '" + line + "'")
                    .withMessageContaining("remove the line");
        }
        Files.write(keys.file(), new byte[] {(byte) 0xc3, 0x28});
        assertThatExceptionOfType(HostKeysException.class)
                .isThrownBy(() -> keys.knows("10.0.0.1"))
                .withMessageContaining("it is not text");
    }

    @Test
    void aFileThatCannotBeReadOrWrittenIsSaid() throws IOException {
        Files.createDirectory(keys().file());
        assertThatExceptionOfType(HostKeysException.class)
                .isThrownBy(() -> keys().knows("10.0.0.1"))
                .withMessageStartingWith("cannot read the machines' keys from " + keys().file() + ": ")
                .withMessageContaining("Next: see whose it is");
        assertThatExceptionOfType(HostKeysException.class)
                .isThrownBy(() -> keys().remember("10.0.0.1", "ssh-ed25519", "AAAA"))
                .withMessageStartingWith("cannot write the machines' keys to " + keys().file() + ": ");
    }

    @Test
    void theLibraryIsToldAtFirstContactThatItIsFineAndThenThatItChanged() {
        PinnedHostKeys pinned = new PinnedHostKeys(keys());
        assertThat(pinned.check("10.0.0.1", key("one"))).isEqualTo(HostKeyRepository.OK);
        assertThat(pinned.check("10.0.0.1", key("one"))).isEqualTo(HostKeyRepository.OK);
        assertThat(pinned.check("10.0.0.1", key("two"))).isEqualTo(HostKeyRepository.CHANGED);
        assertThat(keys().file()).content().startsWith("10.0.0.1 ssh-ed25519 ");
    }

    /** As RFC 4253 writes it: the length of the type, the type, the rest. */
    private static byte[] key(String rest) {
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = rest.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + type.length + tail.length)
                .putInt(type.length)
                .put(type)
                .put(tail)
                .array();
    }

    private HostKeys keys() {
        return new HostKeys(folder.resolve("known_hosts"));
    }
}
