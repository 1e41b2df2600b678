package dev.tandem.control.vault;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An authority as it stands in a file of the vault.
 *
 * @param keyed it with its key; empty when the key was lost, so that it signs nothing any more and is only accepted
 */
record HeldAuthority(X509Certificate certificate, Optional<KeyedCertificate> keyed) {
    static HeldAuthority of(KeyedCertificate keyed) {
        return new HeldAuthority(keyed.certificate(), Optional.of(keyed));
    }

    /** Throws GeneralSecurityException when the text holds no certificate, or a damaged key. */
    static HeldAuthority parse(String pem) throws GeneralSecurityException {
        return KeyedCertificate.hasKey(pem)
                ? of(KeyedCertificate.parse(pem))
                : new HeldAuthority(KeyedCertificate.certificate(pem), Optional.empty());
    }

    /** The certificate alone. */
    String certificatePem() throws GeneralSecurityException {
        return KeyedCertificate.pem(certificate);
    }

    /** The certificate, and its key where there is one. */
    String pem() throws GeneralSecurityException {
        return keyed.isPresent() ? keyed.get().pem() : certificatePem();
    }

    boolean signed(X509Certificate leaf) {
        try {
            leaf.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
