package dev.tandem.control.vault;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * An authority as it stands in a file of the vault.
 *
 * @param certificates its own; more than one when the key was lost while it was being replaced: then machines have certificates of both
 * @param keyed it with its key; empty when the key was lost, so that it signs nothing any more and is only accepted
 */
record HeldAuthority(List<X509Certificate> certificates, Optional<KeyedCertificate> keyed) {
    HeldAuthority {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("an authority has a certificate");
        }
        certificates = List.copyOf(certificates);
    }

    static HeldAuthority of(KeyedCertificate keyed) {
        return new HeldAuthority(List.of(keyed.certificate()), Optional.of(keyed));
    }

    /** One whose key is lost. */
    static HeldAuthority lost(List<X509Certificate> certificates) {
        return new HeldAuthority(certificates, Optional.empty());
    }

    /** Throws GeneralSecurityException when the text holds no certificate, or a damaged key. */
    static HeldAuthority parse(String pem) throws GeneralSecurityException {
        return KeyedCertificate.hasKey(pem)
                ? of(KeyedCertificate.parse(pem))
                : lost(KeyedCertificate.certificates(pem));
    }

    /** The certificates alone. */
    String certificatePem() throws GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(KeyedCertificate.pem(certificate));
        }
        return pem.toString();
    }

    /** The certificate, and its key where there is one. */
    String pem() throws GeneralSecurityException {
        return keyed.isPresent() ? keyed.get().pem() : certificatePem();
    }

    boolean signed(X509Certificate leaf) {
        return certificates.stream().anyMatch(certificate -> signed(certificate, leaf));
    }

    private static boolean signed(X509Certificate certificate, X509Certificate leaf) {
        try {
            leaf.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
