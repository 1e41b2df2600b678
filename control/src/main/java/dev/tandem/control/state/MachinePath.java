package dev.tandem.control.state;

import java.util.regex.Pattern;

/**
 * An absolute path on a machine. It needs no quoting anywhere: no blanks, quotes or {@code ..}.
 *
 * @param value for instance {@code /etc/haproxy/haproxy.cfg}
 */
public record MachinePath(String value) implements Comparable<MachinePath> {
    private static final Pattern FORM =
            Pattern.compile("(/[A-Za-z0-9@%+_:,=-][A-Za-z0-9@%+_:,=.-]*|/\\.[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    public MachinePath {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a plain absolute path");
        }
    }

    public MachinePath child(String name) {
        return new MachinePath(value + "/" + name);
    }

    @Override
    public int compareTo(MachinePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
