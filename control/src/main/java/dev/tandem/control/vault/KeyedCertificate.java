package dev.tandem.control.vault;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate and its private key, and how both stand in one PEM text (RFC 7468). The key is never printed. */
record KeyedCertificate(X509Certificate certificate, PrivateKey key) {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Throws GeneralSecurityException when the text does not hold both. */
    static KeyedCertificate parse(String pem) throws GeneralSecurityException {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new GeneralSecurityException("there is no private key in it");
        }
        return new KeyedCertificate(
                certificate(pem),
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoded(key.group(1)))));
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the private key in it is damaged", e);
        }
    }

    static boolean hasKey(String pem) {
        return KEY.matcher(pem).find();
    }

    /** The first certificate of a text. Throws GeneralSecurityException when there is none. */
    static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return certificates(pem).getFirst();
    }

    /** Every certificate of a text. Throws GeneralSecurityException when there is none, or one is damaged. */
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(pem);
        while (blocks.find()) {
            // One by one: of a text with other things in it the factory says nothing that helps.
            certificates.add((X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(blocks.group().getBytes(StandardCharsets.US_ASCII))));
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        return List.copyOf(certificates);
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    /** The SHA-256 of the public key, in Base64 (as RFC 7858, 4.2, has it). */
    String keyPin() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(certificate.getPublicKey().getEncoded());
        return Base64.getEncoder().encodeToString(digest);
    }

    /** The certificate, then the key. */
    String pem() throws GeneralSecurityException {
        return pem(certificate) + block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(encoded) + "\n-----END " + label + "-----\n";
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
