package dev.tandem.control.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The machines' public keys that this side knows: a file with a line {@code ADDRESS KEYTYPE BASE64} for each machine, as
 * OpenSSH's known_hosts. A machine that is not in it yet is written down at first contact; one that shows another key than
 * before is refused.
 */
public final class HostKeys {
    private static final int SSH_PORT = 22;

    private final Path file;

    public HostKeys(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /** What a machine's key means to this side. */
    public enum Verdict {
        KNOWN,
        CHANGED,
        NEW
    }

    /** Any thread may call it. */
    public synchronized Verdict judge(String address, String type, String base64) {
        List<String> ofMachine = of(address);
        if (ofMachine.contains(address + " " + type + " " + base64)) {
            return Verdict.KNOWN;
        }
        return ofMachine.isEmpty() ? Verdict.NEW : Verdict.CHANGED;
    }

    /** Writes a machine's key down. Throws HostKeysException when the file cannot be written. */
    public synchronized void remember(String address, String type, String base64) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, address + " " + type + " " + base64 + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw HostKeysException.of("cannot write the machines' keys to", file, e);
        }
    }

    /** How a machine is called in such files: by its address, and with its port where that is not SSH's own. */
    public static String nameOf(String address, int port) {
        return port == SSH_PORT ? address : "[" + address + "]:" + port;
    }

    /** Whether a machine was met before. */
    public synchronized boolean knows(String name) {
        return !of(name).isEmpty();
    }

    /** Whether this computer's ssh knows one of the keys by which the machine is known here. */
    public synchronized boolean agreesWith(String name, SshKnownHosts known) {
        return known.of(name).stream()
                .map(key -> name + " " + key.type() + " " + key.base64())
                .anyMatch(of(name)::contains);
    }

    /**
     * Takes over what this computer's ssh knows of a machine, when that is enough: the SSH library asks for a key of Ed25519 first, and another one
     * of the same machine would look like another machine.
     *
     * @return whether the machine is known now. Throws HostKeysException when the file cannot be written
     */
    public synchronized boolean learn(String name, SshKnownHosts known) {
        List<SshKnownHosts.Key> keys = known.of(name);
        if (keys.stream().noneMatch(key -> key.type().equals("ssh-ed25519"))) {
            return false;
        }
        keys.forEach(key -> remember(name, key.type(), key.base64()));
        return true;
    }

    /** The fingerprints of a machine's keys, as ssh prints them: {@code ssh-ed25519 SHA256:...}. Throws HostKeysException when one is no key. */
    public synchronized List<String> fingerprints(String name) {
        return of(name).stream().map(this::fingerprint).toList();
    }

    private String fingerprint(String line) {
        String[] words = line.split(" ", 3);
        try {
            if (words.length == 3) {
                return words[1] + " SHA256:" + sha256(Base64.getDecoder().decode(words[2]));
            }
        } catch (IllegalArgumentException e) {
            throw HostKeysException.garbled(file, "'" + line + "' is no key", e);
        }
        throw HostKeysException.garbled(file, "'" + line + "' is no key", null);
    }

    private static String sha256(byte[] key) {
        try {
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Forgets a machine. Throws HostKeysException when the file cannot be written. */
    public synchronized void forget(String name) {
        List<String> others =
                lines().stream().filter(line -> !line.startsWith(name + " ")).toList();
        try {
            if (Files.exists(file)) {
                Files.write(file, others);
            }
        } catch (IOException e) {
            throw HostKeysException.of("cannot forget a machine's key in", file, e);
        }
    }

    private List<String> of(String name) {
        return lines().stream().filter(line -> line.startsWith(name + " ")).toList();
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
        } catch (IOException e) {
            throw HostKeysException.of("cannot read the machines' keys from", file, e);
        }
    }
}
