package dev.tandem.control.vault;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.Certificate;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The site's own certificate authorities in the vault, made once, and the certificates that they have signed, {@code
 * certificates/MACHINE/USE.pem}. An authority's key never leaves the vault. Not thread-safe.
 */
final class SiteAuthority {
    /** A certificate that ends within this time is replaced by the next plan. */
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private final Path directory;
    private final Issuer issuer;

    SiteAuthority(Path directory, Issuer issuer) {
        this.directory = directory;
        this.issuer = issuer;
    }

    /**
     * The certificates that are asked for. One that exists is kept, unless it ends soon, is made out to other names, or was
     * signed by another authority; then a new one takes its place. While an authority that was lost is being replaced, one that ends soon
     * is kept until it has ended, or the next authority is in use.
     *
     * @throws VaultException when the vault cannot be read or written
     * @throws DamagedFileException when a file in it is not what it should be
     */
    Certificates certificates(List<CertificateRequest> requests, Instant now) {
        try {
            adoptOlderSites(requests, now);
            Map<Authority, String> accepted = new EnumMap<>(Authority.class);
            Map<Authority, KeptAuthority.Signing> signing = new EnumMap<>(Authority.class);
            for (Authority authority : Authority.values()) {
                KeptAuthority kept = kept(authority);
                String pem = kept.accepted(now);
                accepted.put(authority, pem);
                // The site's is what browsers are told to trust; and whoever loses the keys knows by it what machines
                // accept.
                kept.keepOpen(pem);
                signing.put(authority, kept.signing(now));
            }
            Map<CertificateName, Certificate> values = new HashMap<>();
            for (CertificateRequest request : requests) {
                values.put(
                        request.name(),
                        leaf(
                                Objects.requireNonNull(
                                        signing.get(request.name().use().authority())),
                                request,
                                now));
            }
            return new Certificates(accepted, values);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the site's certificates in " + directory, e);
        } catch (IOException e) {
            throw VaultException.of("cannot keep the site's certificates in " + directory, e);
        }
    }

    KeptAuthority kept(Authority authority) {
        return new KeptAuthority(directory, authority, issuer);
    }

    /**
     * Before the vote had an authority of its own, the site's signed for it. On such a site it does so until apply has replaced it:
     * certificates of a new one alone would be refused by the voters whose turn has not come.
     */
    private void adoptOlderSites(List<CertificateRequest> requests, Instant now) {
        boolean signedBefore = requests.stream()
                .map(CertificateRequest::name)
                .anyMatch(name -> name.use() == CertificateUse.CONSENSUS && Files.exists(file(directory, name)));
        if (signedBefore
                && !kept(Authority.CONSENSUS).exists()
                // Else it has one, whose key was lost.
                && Files.notExists(kept(Authority.CONSENSUS).open())
                && kept(Authority.SITE).exists()) {
            kept(Authority.CONSENSUS).takeOverFrom(kept(Authority.SITE), now);
        }
    }

    /** Where a certificate is kept with its key. */
    static Path file(Path directory, CertificateName name) {
        return directory
                .resolve("certificates")
                .resolve(name.machine().value())
                .resolve(name.use().word() + ".pem");
    }

    private Certificate leaf(KeptAuthority.Signing authority, CertificateRequest request, Instant now)
            throws IOException, GeneralSecurityException {
        Path file = file(directory, request.name());
        Optional<KeyedCertificate> kept =
                Files.exists(file) ? parsed(Files.readString(file, StandardCharsets.ISO_8859_1)) : Optional.empty();
        KeyedCertificate leaf = kept.filter(old -> isGood(old.certificate(), authority, request, now))
                .orElse(null);
        if (leaf == null) {
            leaf = issuer.leaf(authority.signer(), request, now);
            OwnerOnly.write(file, leaf.pem());
        }
        return new Certificate(
                leaf.pem(), leaf.keyPin(), leaf.certificate().getNotAfter().toInstant());
    }

    private static Optional<KeyedCertificate> parsed(String pem) {
        try {
            return Optional.of(KeyedCertificate.parse(pem));
        } catch (GeneralSecurityException e) {
            // What cannot be read is made anew: nothing but the machines' own copies depends on it.
            return Optional.empty();
        }
    }

    private static boolean isGood(
            X509Certificate certificate, KeptAuthority.Signing authority, CertificateRequest request, Instant now) {
        // One that nobody accepts yet, in the place of one that is good for days, would have its machine refused.
        Duration rest = authority.isAccepted() ? RENEWED_BEFORE_END : Duration.ZERO;
        return now.plus(rest).isBefore(certificate.getNotAfter().toInstant())
                && authority.isGood(certificate)
                && names(certificate).equals(wantedNames(request));
    }

    private static Set<String> wantedNames(CertificateRequest request) {
        return Stream.concat(
                        request.hostNames().stream(),
                        request.addresses().stream().map(Object::toString))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            // Each is a list of a kind and a value (X509Certificate.getSubjectAlternativeNames).
            return names == null
                    ? Set.of()
                    : new HashSet<>(names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .toList());
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }
}
