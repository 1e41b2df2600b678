package dev.tandem.control.model;

import java.util.regex.Pattern;

/**
 * One extra record of the zone.
 *
 * @param name relative to the zone; {@code @} is the zone itself
 * @param value in the form of a zone file (RFC 1035, 5.1); on one line
 */
public record DnsRecord(String name, Type type, String value) {
    /** Of a name (RFC 1035, 2.3.4). */
    private static final int LONGEST_NAME = 253;

    /** Of a value: twice what the longest DKIM key needs. Java's regular expressions recurse, so there must be an end. */
    private static final int LONGEST_VALUE = 2000;

    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";

    /** What a record's owner may be called; labels of at most 63 characters (RFC 1035, 2.3.4). */
    public static final Pattern NAME = Pattern.compile("@|(?:\\*|" + LABEL + ")(?:\\." + LABEL + ")*");

    /** What cannot end the line, begin a comment or span lines in a zone file (RFC 1035, 5.1). */
    public static final Pattern VALUE =
            Pattern.compile("(?:[^\\\\\";()\\x00-\\x1f\\x7f]|\\\\[ -~]|\"(?:[^\"\\\\\\x00-\\x1f\\x7f]|\\\\[ -~])*\")+");

    /** The kinds of record a site may add. SOA and NS are Tandem's own. */
    public enum Type {
        A,
        AAAA,
        CAA,
        CNAME,
        MX,
        SRV,
        TXT
    }

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public DnsRecord {
        checkName(name);
        checkValue(value);
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when no record can be called that. */
    public static void checkName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a name within the zone, such as @, mail or _dmarc (lower case, without the domain)");
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when that cannot stand in a zone file. */
    public static void checkValue(String value) {
        if (value.isBlank()
                || value.length() > LONGEST_VALUE
                || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a record's value is one line of at most " + LONGEST_VALUE
                    + " characters, closes its double quotes, and has ; ( ) only within them");
        }
    }
}
