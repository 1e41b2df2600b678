package com.foobar.conduit.store;

import java.sql.SQLException;

/** The database cannot be reached or, in the middle of a failover, takes no writes. Another try may succeed. */
public final class DatabaseUnavailableException extends RuntimeException {

    DatabaseUnavailableException(SQLException cause) {
        super("the database is not available: " + cause.getMessage(), cause);
    }
}
