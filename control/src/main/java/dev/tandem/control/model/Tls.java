package dev.tandem.control.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How users' connections are encrypted.
 *
 * @param issuer who signs the certificate that users' browsers see
 * @param hsts how long browsers, once they were here, refuse to come without TLS (Strict-Transport-Security, RFC 6797); zero
 *     tells them to forget it
 */
public record Tls(Issuer issuer, Duration hsts) {
    /** The issuer, when it is one that browsers know. */
    public Optional<Acme> acme() {
        return issuer instanceof Acme acme ? Optional.of(acme) : Optional.empty();
    }

    /** Who signs the public certificate. */
    public sealed interface Issuer {}

    /** The site's own authority, which only those know who were told of it. */
    public record SiteAuthority() implements Issuer {}

    /**
     * A public authority that is asked by ACME (RFC 8555).
     *
     * @param directory where it is asked
     * @param email whom it may write to
     * @param propagation how long a change of the zone may take until every name server has it and nobody remembers the old
     *     one; between the change and the question to look at it
     */
    public record Acme(String directory, Optional<String> email, Duration propagation) implements Issuer {
        /** What a directory's address may be. */
        public static final Pattern DIRECTORY =
                Pattern.compile("https://[A-Za-z0-9.-]{1,253}(?::\\d{1,5})?/[A-Za-z0-9/._~-]{1,500}");

        /** What a mail address may be: the part that no configuration file needs quotes for. */
        public static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}");

        /** Throws IllegalArgumentException, with a sentence for the user. */
        public Acme {
            checkDirectory(directory);
            email.ifPresent(Acme::checkEmail);
        }

        /** Throws IllegalArgumentException, with a sentence for the user, when that is no directory's address. */
        public static void checkDirectory(String text) {
            if (!DIRECTORY.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' is not the address of an ACME directory such as "
                        + "https://acme-v02.api.letsencrypt.org/directory");
            }
        }

        /** Throws IllegalArgumentException, with a sentence for the user, when that is no mail address. */
        public static void checkEmail(String text) {
            if (!EMAIL.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a mail address such as hostmaster@foobar.com");
            }
        }
    }
}
