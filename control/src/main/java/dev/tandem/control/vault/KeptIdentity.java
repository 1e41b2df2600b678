package dev.tandem.control.vault;

import dev.tandem.control.credentials.SiteIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which site a vault is of, in {@code identity}; and, while it is being made of what machines hold, in {@code recovering}. Every method
 * throws VaultException when the vault cannot be read or written, and DamagedFileException when something else is in the file.
 */
public final class KeptIdentity {
    private final Path file;
    private final Path recovering;

    KeptIdentity(Path vault) {
        file = vault.resolve("identity");
        recovering = vault.resolve("recovering");
    }

    /** None in a vault that made no site yet, or that did before there were identities. */
    public Optional<SiteIdentity> value() {
        return read(
                file,
                "bring it back from a copy; without one, remove it: tandem plan takes the one that the machines have");
    }

    /** The site whose vault this will be; until then it is nobody's, because half of it is not here yet. */
    public Optional<SiteIdentity> recovering() {
        return read(recovering, "remove it; tandem vault recover puts what was half recovered aside and begins anew");
    }

    /** From now on it is this site's. */
    public void keep(SiteIdentity identity) {
        write(file, identity);
    }

    void beginRecovery(SiteIdentity identity) {
        write(recovering, identity);
    }

    void endRecovery() {
        try {
            Files.deleteIfExists(recovering);
        } catch (IOException e) {
            throw VaultException.of("cannot delete " + recovering, e);
        }
    }

    private static void write(Path file, SiteIdentity identity) {
        try {
            OwnerOnly.write(file, identity + "\n");
        } catch (IOException e) {
            throw VaultException.of("cannot keep the site's identity in " + file, e);
        }
    }

    /** Throws DamagedFileException with what to do next when something else is in the file: who made it must say what it is. */
    private static Optional<SiteIdentity> read(Path file, String next) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SiteIdentity.parse(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .orElseThrow(() -> new DamagedFileException(
                            file + " is not a site's identity, which is 32" + " hexadecimal digits. Next: " + next)));
        } catch (IOException e) {
            throw VaultException.of("cannot read the site's identity in " + file, e);
        }
    }
}
