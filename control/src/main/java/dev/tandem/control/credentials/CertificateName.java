package dev.tandem.control.credentials;

import dev.tandem.protocol.MachineName;

/** Names one certificate of the site: one machine's, for one use. */
public record CertificateName(MachineName machine, CertificateUse use) {
    /**
     * The host name that the certificate is made out to, such as {@code server1.web.internal}: who asks says whom it expects
     * to answer, and a web server's key cannot pass for a database's. The name is in no zone ({@code internal} is kept out of
     * the public one for such uses); it is compared, never looked up.
     */
    public String internalName() {
        return machine + internalSuffix(use);
    }

    /** How the names of all certificates for a use end, such as {@code .web.internal}. */
    public static String internalSuffix(CertificateUse use) {
        return "." + use.word() + ".internal";
    }

    /** {@code MACHINE/USE}. */
    @Override
    public String toString() {
        return machine + "/" + use.word();
    }
}
