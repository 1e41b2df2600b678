package dev.tandem.lab.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a lab on this computer: a site's name where that is short enough. Directories, namespaces and control
 * groups are named after it.
 *
 * @param value 1 to 31 lower-case letters, digits, dots and hyphens, a letter or digit first and last, no two dots in a
 *     row. 31, because systemd-nspawn knows a machine as MACHINE.LAB and a Linux host name ends at 64
 */
public record LabName(String value) implements Comparable<LabName> {
    private static final int LONGEST = 31;
    private static final int KEPT_OF_A_LONG_NAME = 22;
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,29}[a-z0-9])?");

    /** Throws IllegalArgumentException, with a sentence for the user, when the value is not of that form. */
    public LabName {
        if (!FORM.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException("'" + value + "' is not the name of a lab: 1 to " + LONGEST
                    + " lower-case letters, digits, inner dots and hyphens");
        }
    }

    /**
     * The lab of a site: the site's name, or its beginning and a hash of the whole when it is too long. Equal sites have
     * equal labs, different sites different ones.
     */
    public static LabName ofSite(String site) {
        String lower = site.toLowerCase(Locale.ROOT);
        if (lower.length() <= LONGEST) {
            return new LabName(lower);
        }
        return new LabName(
                lower.substring(0, KEPT_OF_A_LONG_NAME) + "-" + hash(lower).substring(0, 8));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public int compareTo(LabName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
