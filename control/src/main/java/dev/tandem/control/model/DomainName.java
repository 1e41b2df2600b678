package dev.tandem.control.model;

import java.util.regex.Pattern;

/**
 * A fully qualified domain name, in lower case and without the last dot, of at least two labels.
 *
 * @param value for instance {@code www.foobar.com}; at most 253 characters, labels of at most 63 (RFC 1035, 2.3.4)
 */
public record DomainName(String value) {
    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    /** How a name is written, its length as a whole aside. */
    public static final Pattern FORM = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");

    /** Throws IllegalArgumentException, with a sentence for the user, when the value is not of that form. */
    public DomainName {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a domain name such as foobar.com (lower case, without a dot at the end)");
        }
    }

    /** Whether this name is the zone itself or lies below it. */
    public boolean isWithin(DomainName zone) {
        return equals(zone) || value.endsWith("." + zone.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
