package dev.tandem.protocol;

import java.util.regex.Pattern;

/**
 * One life of a mysqld process and of its replication threads. A new one begins when the process starts and when both threads
 * are started after both were stopped, because MariaDB then throws away the relay log that was not applied yet: what a
 * replica of one incarnation has received says nothing about the next.
 *
 * @param value 1 to 32 letters and digits, never used twice on one machine
 */
public record Incarnation(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z]{1,32}");

    /** Throws IllegalArgumentException when the value is not of that form. */
    public Incarnation {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not an incarnation: 1 to 32 letters and digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
