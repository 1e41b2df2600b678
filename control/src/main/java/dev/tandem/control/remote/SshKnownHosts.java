package dev.tandem.control.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The machines that this computer's own ssh knows (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): names in the clear or hashed with HMAC-SHA1. Lines with
 * markers ({@code @revoked}, {@code @cert-authority}) and patterns say nothing about one machine's key and are left out.
 */
public final class SshKnownHosts {
    private static final String HASHED = "|1|";

    private final List<String> lines;

    private SshKnownHosts(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Reads a file; one that is not there knows nobody. Throws HostKeysException. */
    public static SshKnownHosts read(Path file) {
        try {
            return new SshKnownHosts(
                    Files.isReadable(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of());
        } catch (IOException e) {
            throw HostKeysException.of("cannot read the machines that ssh knows from", file, e);
        }
    }

    /** One key of a machine: its type, and the key in Base64. */
    record Key(String type, String base64) {}

    /** The keys of a machine by the name that {@link HostKeys#nameOf} gives it. */
    List<Key> of(String name) {
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("@"))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length >= 3 && isNamed(words[0], name))
                .map(words -> new Key(words[1], words[2]))
                .toList();
    }

    private static boolean isNamed(String names, String wanted) {
        return names.startsWith(HASHED)
                ? isHashOf(names.substring(HASHED.length()), wanted)
                : Arrays.asList(names.split(",", -1)).contains(wanted);
    }

    private static boolean isHashOf(String saltAndHash, String wanted) {
        String[] parts = saltAndHash.split("\\|", 2);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            return parts.length == 2
                    && MessageDigest.isEqual(
                            mac.doFinal(wanted.getBytes(StandardCharsets.UTF_8)),
                            Base64.getDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
