package dev.tandem.routing;

import dev.tandem.routing.failure.Told;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/**
 * The transaction did nothing, or with auto-commit on the statement: its connection was lost before the commit, or the server took no writes.
 *
 * <p>Roll back and run the whole transaction again, as after a deadlock, which JDBC tells by the same type and SQLState ({@value #SQL_STATE}). Locks of the one
 * that broke off last until its server has noticed. {@link #getCause} is what the driver said; its error number is this one's too.
 */
public final class RolledBackException extends SQLTransactionRollbackException implements Told {
    /** Transaction rollback: serialization failure. */
    public static final String SQL_STATE = "40001";

    private static final long serialVersionUID = 1L;

    RolledBackException(SQLException cause) {
        super(
                "nothing of this was done, it may be run again: " + cause.getMessage(),
                SQL_STATE,
                cause.getErrorCode(),
                cause);
    }
}
