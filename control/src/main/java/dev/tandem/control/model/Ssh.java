package dev.tandem.control.model;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How the admin reaches the machines of the real site; the lab has a user, port and key of its own.
 *
 * @param user root, or a user who may use sudo without a password
 * @param key the private key's file; a leading {@code ~/} has been resolved
 */
public record Ssh(String user, Port port, Path key) {
    /** What a user may be called. */
    public static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,31}");

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Ssh {
        checkUser(user);
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when nobody can be called that. */
    public static void checkUser(String user) {
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("'" + user + "' is not a user's name such as root or admin");
        }
    }
}
