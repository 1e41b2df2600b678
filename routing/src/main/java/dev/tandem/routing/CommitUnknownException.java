package dev.tandem.routing;

import dev.tandem.routing.failure.Told;
import java.sql.SQLException;

/**
 * A commit, or a statement that commits by itself, was sent, and its outcome is unknown: all of it was done, or nothing, or of a statement that commits in
 * between a part.
 *
 * <p>Do not simply run it again. Look for what it should have written, by a key that the application made before, or tell the user. {@link #getCause} is what
 * the driver said, a {@link java.sql.BatchUpdateException} for instance. SQLState {@value #SQL_STATE}.
 */
public final class CommitUnknownException extends SQLException implements Told {
    /** Transaction resolution unknown (SQL:2023 part 2, table 46). */
    public static final String SQL_STATE = "08007";

    private static final long serialVersionUID = 1L;

    CommitUnknownException(SQLException cause) {
        super(
                "it is not known whether this was committed: " + cause.getMessage(),
                SQL_STATE,
                cause.getErrorCode(),
                cause);
    }
}
