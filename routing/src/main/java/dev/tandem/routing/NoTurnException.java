package dev.tandem.routing;

import java.io.Serial;
import java.sql.SQLTransientConnectionException;

/**
 * What a pool throws that has no connection for this caller, because whoever it works for has some already and others came first. Says nothing of the server behind
 * the pool: {@link RoutingDataSource} goes on asking it for others.
 */
public final class NoTurnException extends SQLTransientConnectionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** SQL-client unable to establish SQL-connection (SQL:2023 part 2, table 46). */
    public NoTurnException(String reason) {
        super(reason, "08001");
    }
}
