package dev.tandem.control.credentials;

import java.util.Map;

/**
 * The site's certificates.
 *
 * @param accepted of each authority the certificate, in PEM, and while it is being replaced also the other one's; keys are not here
 */
public record Certificates(Map<Authority, String> accepted, Map<CertificateName, Certificate> values) {
    /** The folder on a machine in which its certificates and keys stand, as {@code USE.pem}. */
    public static final String FOLDER = "/etc/ssl/tandem";

    public Certificates {
        accepted = Map.copyOf(accepted);
        values = Map.copyOf(values);
        if (accepted.size() != Authority.values().length) {
            throw new IllegalArgumentException("not all authorities: " + accepted.keySet());
        }
    }

    /** The certificates in PEM of whoever signs for a use: the other side of a connection must come from one of them. */
    public String authoritiesOf(CertificateUse use) {
        return String.valueOf(accepted.get(use.authority()));
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
