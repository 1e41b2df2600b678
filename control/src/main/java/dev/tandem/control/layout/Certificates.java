package dev.tandem.control.layout;

import java.util.Map;

/**
 * The site's certificates.
 *
 * @param authority the certificate of the authority that signed them all, in PEM; its key is not here
 */
public record Certificates(String authority, Map<CertificateName, Certificate> values) {
    /** The folder on a machine in which its certificates and keys stand, as {@code USE.pem}. */
    public static final String FOLDER = "/etc/ssl/tandem";

    public Certificates {
        values = Map.copyOf(values);
    }

    /** Throws IllegalStateException when there is none of that name: whoever made this record forgot one. */
    public Certificate get(CertificateName name) {
        Certificate certificate = values.get(name);
        if (certificate == null) {
            throw new IllegalStateException("no certificate named " + name);
        }
        return certificate;
    }
}
