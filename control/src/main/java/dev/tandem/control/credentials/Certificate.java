package dev.tandem.control.credentials;

import java.time.Instant;

/**
 * A certificate with its private key, which is never printed.
 *
 * @param pem the certificate, and after it its key (PKCS #8), in one text: in one file they cannot come apart
 * @param keyPin the SHA-256 of its public key as X.509 encodes it, in Base64: whoever knows it recognises the key
 * @param notAfter the last moment at which it is good
 */
public record Certificate(String pem, String keyPin, Instant notAfter) {
    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "Certificate[good until " + notAfter + "]";
    }
}
