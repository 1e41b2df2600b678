package dev.tandem.control.operate;

import dev.tandem.control.remote.RemoteCommand;
import java.util.stream.Stream;

/**
 * MariaDB's client on a database machine, on the server's own socket. It runs as the server's user, who has every right there as root
 * has: whoever broke into the server and answers a client what hurts it is no more than that user already.
 */
public final class SqlClient {
    private static final String USER = "mysql";

    private SqlClient() {}

    /** With these words besides, for a person who may do at its prompt what that user may. */
    public static RemoteCommand of(String purpose, String... words) {
        return RemoteCommand.of(
                        purpose,
                        Stream.concat(Stream.of("mariadb", "--user=" + USER), Stream.of(words))
                                .toArray(String[]::new))
                .as(USER);
    }

    /** For statements that nobody looks at. Its own commands that run programs or touch files are off ({@code --sandbox}). */
    public static RemoteCommand batch(String purpose, String... words) {
        return of(
                purpose,
                Stream.concat(Stream.of("--batch", "--skip-column-names", "--sandbox"), Stream.of(words))
                        .toArray(String[]::new));
    }
}
