package dev.tandem.protocol;

import java.util.regex.Pattern;

/**
 * The name of one machine of a site: a single DNS label, which is also its host name.
 *
 * @param value 1 to 32 lower-case letters, digits and inner hyphens, beginning with a letter (RFC 1035, 2.3.1, but
 *     shorter, because log lines are prefixed with it)
 */
public record MachineName(String value) implements Comparable<MachineName> {
    private static final Pattern FORM = Pattern.compile("[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?");

    /** Throws IllegalArgumentException, with a sentence for the user, when the value is not of that form. */
    public MachineName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a machine name: 1 to 32 lower-case letters, digits and inner hyphens, a letter first");
        }
    }

    @Override
    public int compareTo(MachineName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
