package dev.tandem.control.credentials;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which site a machine belongs to: made once with the site's first authority, kept in the vault and on every machine, and never changed by a
 * replacement of anything else. It opens nothing.
 *
 * @param value 32 hexadecimal digits
 */
public record SiteIdentity(String value) {
    // Before anything is checked with it.
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    /** Where it lies on every machine, for root alone, with the site's name behind it. */
    public static final String FILE = "/etc/tandem/site-identity";

    private static final int BYTES = 16;

    public SiteIdentity {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not 32 hexadecimal digits");
        }
    }

    /**
     * The one that follows from an authority's certificate: a random key is in it, and two copies of one vault, or the machines alone, come to
     * the same identity.
     *
     * @param encoded the certificate as X.509 encodes it
     */
    public static SiteIdentity following(byte[] encoded) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
            return new SiteIdentity(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The identity at the beginning of a text; none when the text begins otherwise. */
    public static Optional<SiteIdentity> parse(String text) {
        String word = text.strip().split("\\s", 2)[0];
        return FORM.matcher(word).matches() ? Optional.of(new SiteIdentity(word)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
