package dev.tandem.control.vault;

import dev.tandem.control.layout.Certificate;
import dev.tandem.control.layout.CertificateName;
import dev.tandem.control.layout.CertificateRequest;
import dev.tandem.control.layout.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The site's own certificate authority: {@code authority/authority.pem} in the vault, made once, and the certificates that it
 * has signed, {@code certificates/MACHINE/USE.pem}. Its key never leaves the vault. Not thread-safe.
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
     * signed by another authority; then a new one takes its place.
     *
     * @throws UncheckedIOException when the vault cannot be read or written
     * @throws IllegalStateException when a file in it is not what it should be; the message says what to do
     */
    Certificates certificates(List<CertificateRequest> requests, Instant now) {
        try {
            KeyedCertificate authority = authority(now);
            Path open = directory.resolve(Vault.AUTHORITY);
            if (Files.notExists(open) || !Files.readString(open).equals(authority.certificatePem())) {
                OwnerOnly.write(open, authority.certificatePem());
            }
            Map<CertificateName, Certificate> values = new HashMap<>();
            for (CertificateRequest request : requests) {
                values.put(request.name(), leaf(authority, request, now));
            }
            return new Certificates(authority.certificatePem(), values);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the site's certificates in " + directory, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the site's certificates in " + directory, e);
        }
    }

    /** Where a certificate is kept with its key. */
    static Path file(Path directory, CertificateName name) {
        return directory
                .resolve("certificates")
                .resolve(name.machine().value())
                .resolve(name.use().word() + ".pem");
    }

    private KeyedCertificate authority(Instant now) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("authority").resolve("authority.pem");
        if (Files.notExists(file)) {
            KeyedCertificate made = issuer.authority("Tandem site authority", now);
            OwnerOnly.write(file, made.pem());
            return made;
        }
        try {
            return KeyedCertificate.parse(Files.readString(file));
        } catch (GeneralSecurityException e) {
            // Making another one by itself would cut every machine off from every other until all have it.
            throw new IllegalStateException(
                    file + " is not an authority's certificate and key: " + e.getMessage()
                            + ". Bring it back from a copy; without one, remove it, and the next apply makes a new authority"
                            + " and every certificate anew.",
                    e);
        }
    }

    private Certificate leaf(KeyedCertificate authority, CertificateRequest request, Instant now)
            throws IOException, GeneralSecurityException {
        Path file = file(directory, request.name());
        Optional<KeyedCertificate> kept = Files.exists(file) ? parsed(Files.readString(file)) : Optional.empty();
        KeyedCertificate leaf = kept.filter(old -> isGood(old.certificate(), authority, request, now))
                .orElse(null);
        if (leaf == null) {
            leaf = issuer.leaf(authority, request, now);
            OwnerOnly.write(file, leaf.pem());
        }
        return new Certificate(leaf.pem(), leaf.certificate().getNotAfter().toInstant());
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
            X509Certificate certificate, KeyedCertificate authority, CertificateRequest request, Instant now) {
        return now.plus(RENEWED_BEFORE_END).isBefore(certificate.getNotAfter().toInstant())
                && isSignedBy(certificate, authority)
                && names(certificate).equals(wantedNames(request));
    }

    private static boolean isSignedBy(X509Certificate certificate, KeyedCertificate authority) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
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
