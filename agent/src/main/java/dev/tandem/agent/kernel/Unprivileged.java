package dev.tandem.agent.kernel;

import java.util.stream.Stream;

/**
 * Programs that read what mysqld or another machine says. They run as the user that mysqld runs as, with no right of the agent's:
 * mariadb-backup loads libraries that the server names to it, or the copy of another machine. Whoever makes it do what he likes has then
 * what a broken mysqld has.
 *
 * <p>Who changes from root to another user loses root's rights (capabilities(7)), and gets none by what he runs (no_new_privs).
 */
public final class Unprivileged {
    /** Debian's user for mysqld; MariaDB knows who comes as it by its socket, as an account of that name. */
    public static final String USER = "mysql";

    private Unprivileged() {}

    /** The words that start such a program. It stays one process, so that whoever kills it kills the program. */
    public static String[] words(String... program) {
        return as(USER, program);
    }

    /** @param user whose primary group has the same name */
    static String[] as(String user, String... program) {
        return Stream.concat(
                        Stream.of(
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=" + user,
                                "--clear-groups",
                                "--no-new-privs",
                                "--"),
                        Stream.of(program))
                .toArray(String[]::new);
    }
}
