package dev.tandem.routing;

import dev.tandem.routing.failure.Told;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * What earlier statements had left in the session is gone with its connection: a lock, a variable, a temporary table, the key of an inserted row, a
 * transaction begun by a statement. Only the application knows what to do then, so it is told once, instead of going on elsewhere without.
 *
 * <p>What was called has not been carried out. Take a new connection and begin again with what set the session up. SQLState {@value #SQL_STATE}.
 */
public final class SessionLostException extends SQLNonTransientConnectionException implements Told {
    /** Connection does not exist (SQL:2023 part 2, table 46). */
    public static final String SQL_STATE = "08003";

    private static final long serialVersionUID = 1L;

    SessionLostException(@Nullable Throwable cause) {
        super(
                "the primary changed or a connection broke, and what statements had left in this session is gone; take a new connection",
                SQL_STATE,
                cause);
    }
}
