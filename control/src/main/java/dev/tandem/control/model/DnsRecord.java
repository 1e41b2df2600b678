package dev.tandem.control.model;

import java.util.regex.Pattern;

/**
 * One extra record of the zone.
 *
 * @param name relative to the zone; {@code @} is the zone itself
 * @param value in the form of a zone file (RFC 1035, 5.1); on one line
 */
public record DnsRecord(String name, Type type, String value) {
    private static final Pattern NAME =
            Pattern.compile("@|(?:\\*|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*");

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
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a name within the zone, such as @, mail or _dmarc");
        }
        if (value.isBlank() || value.chars().anyMatch(character -> character < ' ' || character == ';')) {
            throw new IllegalArgumentException("a record's value is one line without ';'");
        }
    }
}
