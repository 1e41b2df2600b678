package dev.tandem.control.vault;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A directory that only its owner may read, one for the lab and one for the real site: {@code secrets/NAME}, a file each
 * (see {@link KeptSecret}), and what others of our packages keep there. Losing it loses no data of the site: it is made again of what machines
 * hold ({@link Restoring}).
 */
public final class Vault {
    private static final int SECRET_BYTES = 32;

    private final Path directory;
    private final SecureRandom random;

    private Vault(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Opens a vault, making its directory where there is none.
     *
     * @throws VaultException when that is not possible
     */
    public static Vault open(Path directory) {
        try {
            OwnerOnly.createDirectories(directory);
            return new Vault(directory, new SecureRandom());
        } catch (IOException e) {
            throw VaultException.of("cannot make the directory " + directory, e);
        }
    }

    public Path directory() {
        return directory;
    }

    /** The file of the authority's certificate, without its key, which the first plan writes. */
    public Path authorityCertificate() {
        return kept(Authority.SITE).open();
    }

    /** The secrets of these names; those that do not exist yet are made. Throws VaultException. */
    public Secrets secrets(List<SecretName> names) {
        Map<SecretName, Secret> values = new TreeMap<>();
        Map<SecretName, Secret> others = new TreeMap<>();
        for (SecretName name : names) {
            KeptSecret kept = kept(name);
            values.put(name, kept.value());
            kept.other().ifPresent(other -> others.put(name, other));
        }
        return new Secrets(values, others);
    }

    /** Those of these names that do not exist yet; makes none. */
    public List<SecretName> lacking(List<SecretName> names) {
        return names.stream().filter(name -> !kept(name).exists()).toList();
    }

    /** Where one secret is on its way from an old value to a new one. */
    public KeptSecret kept(SecretName name) {
        return new KeptSecret(directory.resolve("secrets"), name, () -> newSecret(name));
    }

    /**
     * The certificates that are asked for; those that do not exist yet, end within 30 days or are made out to other names are
     * made. Throws VaultException, and DamagedFileException when the authority's file is damaged.
     */
    public Certificates certificates(List<CertificateRequest> requests, Instant now) {
        return authority().certificates(requests, now);
    }

    /** Where one authority is on its way from an old one to a new one. */
    public KeptAuthority kept(Authority authority) {
        return authority().kept(authority);
    }

    /** Which site this vault is of. */
    public KeptIdentity identity() {
        return new KeptIdentity(directory);
    }

    /** As {@link KeptIdentity#value}, made from the site's authority where there is none. Throws as {@link #certificates} does. */
    public SiteIdentity identity(Instant now) {
        return identity().value().orElseGet(() -> {
            SiteIdentity made =
                    following(kept(Authority.SITE).inUse(now).certificates().getFirst());
            identity().keep(made);
            return made;
        });
    }

    /** The identity of the site that began with this authority. */
    public static SiteIdentity following(X509Certificate authority) {
        try {
            return SiteIdentity.following(authority.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /** The certificates of every authority that this vault knows; makes none. Throws as {@link #certificates} does. */
    public Set<X509Certificate> knownAuthorities() {
        return Arrays.stream(Authority.values())
                .flatMap(authority -> kept(authority).known())
                .collect(Collectors.toSet());
    }

    /** Whether it never made anything for a site. */
    public boolean isEmpty() {
        return Restoring.OF_A_SITE.stream().map(directory::resolve).noneMatch(Files::exists);
    }

    /** The replacement of several secrets that is under way. */
    public KeptRotation rotation() {
        return new KeptRotation(directory);
    }

    private SiteAuthority authority() {
        return new SiteAuthority(directory, new Issuer(random));
    }

    /** When a certificate was made; none when it was not yet. Throws VaultException. */
    public Optional<Instant> since(CertificateName name) {
        Path file = SiteAuthority.file(directory, name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw VaultException.of("cannot look at " + file, e);
        }
    }

    /** Forgets a certificate and its key: the next plan makes others. Throws VaultException. */
    public void forget(CertificateName name) {
        Path file = SiteAuthority.file(directory, name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw VaultException.of("cannot delete " + file, e);
        }
    }

    private String newSecret(SecretName name) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        // Everything else must survive being put into a URL or a file unquoted.
        return name.isTsigKey()
                ? Base64.getEncoder().encodeToString(bytes)
                : Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
