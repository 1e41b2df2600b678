package dev.tandem.control.state;

import java.util.regex.Pattern;

/**
 * Who owns a path and who may use it.
 *
 * @param mode four octal digits, as {@code chmod} takes them, for instance {@code 0640}
 */
public record Ownership(String user, String group, String mode) {
    // Before the values below, which are checked with it while this class is being initialised.
    private static final Pattern MODE = Pattern.compile("0[0-7]{3}");

    /** Anyone may read, only root may write: what most configuration wants. */
    public static final Ownership PUBLIC = new Ownership("root", "root", "0644");

    /** Only root may read. */
    public static final Ownership PRIVATE = new Ownership("root", "root", "0600");

    /** A directory, or a program, that anyone may enter or run and only root may change. */
    public static final Ownership PUBLIC_DIRECTORY = new Ownership("root", "root", "0755");

    public Ownership {
        if (!MODE.matcher(mode).matches()) {
            throw new IllegalArgumentException("'" + mode + "' is not four octal digits");
        }
    }

    @Override
    public String toString() {
        return user + ":" + group + " " + mode;
    }
}
