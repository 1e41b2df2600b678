package dev.tandem.control.vault;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.SiteIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a vault of what a site's machines hold. Cut off anywhere, the vault is nobody's, and doing it again goes on. The authorities' keys are
 * on no machine: their certificates are taken for those of authorities that were lost, so that the next apply replaces them while machines go
 * on with the certificates that they have. Every method throws VaultException when the vault cannot be written, and DamagedFileException
 * when what it says of an earlier recovery cannot be read.
 */
public final class Restoring {
    /** What a vault has of a site; the other files in it say how machines are reached. */
    static final List<String> OF_A_SITE =
            List.of("secrets", "authority", "certificates", "authority.crt", "consensus.crt", "identity", "rotation");

    /** What no recovery makes: an authority that is there was made in the place of the one that was lost, and no machine accepts it. */
    private static final List<String> MADE_MEANWHILE = List.of("authority");

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Vault vault;
    private final SiteIdentity identity;
    private final Map<Authority, List<X509Certificate>> accepted;

    /**
     * Prepares.
     *
     * @param accepted of each authority every certificate that machines accept, the one in use first
     */
    public Restoring(Vault vault, SiteIdentity identity, Map<Authority, List<X509Certificate>> accepted) {
        this.vault = vault;
        this.identity = identity;
        this.accepted = Map.copyOf(accepted);
    }

    /**
     * Begins, or goes on with what was begun for this site. What the vault has of another one, and an authority that was made before the end,
     * are not thrown away.
     *
     * @return the folder in which that lies from now on, where there is something
     */
    public Optional<Path> begin(Instant now) {
        boolean begun = vault.identity().recovering().equals(Optional.of(identity));
        Optional<Path> aside = setAside(
                begun ? MADE_MEANWHILE : OF_A_SITE, vault.directory().resolve("set-aside-" + MOMENT.format(now)));
        vault.identity().beginRecovery(identity);
        return aside;
    }

    private Optional<Path> setAside(List<String> names, Path folder) {
        List<Path> files = names.stream()
                .map(vault.directory()::resolve)
                .filter(Files::exists)
                .toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        try {
            OwnerOnly.createDirectories(folder);
            for (Path file : files) {
                Files.move(file, folder.resolve(file.getFileName()));
            }
            return Optional.of(folder);
        } catch (IOException e) {
            throw VaultException.of("cannot put what the vault has of another site into " + folder, e);
        }
    }

    /** Keeps a secret; a second value is accepted besides until somebody ends that. */
    public void secret(SecretName name, Secret value, Optional<Secret> other) {
        vault.kept(name).restore(value, other);
    }

    /**
     * Keeps a machine's certificate with its key.
     *
     * @return whether it is one: another authority's, as of a public one, or something else is no matter of the vault's
     */
    public boolean certificate(CertificateName name, String pem) {
        List<X509Certificate> signers = accepted.getOrDefault(name.use().authority(), List.of());
        try {
            KeyedCertificate keyed = KeyedCertificate.parse(pem);
            if (signers.isEmpty() || !HeldAuthority.lost(signers).signed(keyed.certificate())) {
                return false;
            }
            OwnerOnly.write(SiteAuthority.file(vault.directory(), name), keyed.pem());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        } catch (IOException e) {
            throw VaultException.of("cannot keep the certificate " + name, e);
        }
    }

    /** From here on it is the site's vault. */
    public void end() {
        // The vote's first: with a certificate of the site's authority the vault would be taken for whole.
        for (Authority authority : List.of(Authority.CONSENSUS, Authority.SITE)) {
            List<X509Certificate> lost = accepted.getOrDefault(authority, List.of());
            if (!lost.isEmpty()) {
                vault.kept(authority).rememberLost(lost);
            }
        }
        vault.identity().keep(identity);
        vault.identity().endRecovery();
    }
}
