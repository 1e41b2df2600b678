package dev.tandem.control.vault;

import dev.tandem.control.layout.Secret;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.layout.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory that only its owner may read, one for the lab and one for the real site: {@code secrets/NAME}, a file each, and
 * what others of our packages keep there. Losing it loses no data of the site: secrets are made anew and set by the next
 * apply.
 */
public final class Vault {
    private static final int SECRET_BYTES = 32;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final SecureRandom random;

    private Vault(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Opens a vault, making its directory where there is none.
     *
     * @throws UncheckedIOException when that is not possible
     */
    public static Vault open(Path directory) {
        try {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
            return new Vault(directory, new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + directory, e);
        }
    }

    public Path directory() {
        return directory;
    }

    /** The secrets of these names; those that do not exist yet are made. Throws UncheckedIOException. */
    public Secrets secrets(List<SecretName> names) {
        Map<SecretName, Secret> values = new TreeMap<>();
        names.forEach(name -> values.put(name, secret(name)));
        return new Secrets(values);
    }

    private Secret secret(SecretName name) {
        Path file = directory.resolve("secrets").resolve(name.value());
        try {
            if (Files.notExists(file)) {
                write(file, newSecret(name));
            }
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + name + " in " + file, e);
        }
    }

    private String newSecret(SecretName name) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        // A TSIG key is plain Base64 (RFC 8945, 4.2); everything else must survive being put into a URL or a file
        // unquoted.
        return name.equals(SecretName.ZONE_TRANSFER)
                ? Base64.getEncoder().encodeToString(bytes)
                : Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** There is never half a secret under its name. */
    private static void write(Path file, String value) throws IOException {
        Files.createDirectories(file.getParent(), OWNER_ONLY_DIRECTORY);
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, OWNER_ONLY_FILE);
        Files.writeString(beside, value + "\n");
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
