package dev.tandem.routing;

import java.sql.SQLNonTransientConnectionException;

/**
 * The primary changed between two statements, and what an earlier one had set in the session is gone: a lock, a variable, a transaction begun by
 * a statement. Only the application knows what to do then, so it is told once, instead of going on elsewhere without.
 */
final class SessionLostException extends SQLNonTransientConnectionException {
    private static final long serialVersionUID = 1L;
    private static final String CONNECTION_DOES_NOT_EXIST = "08003";

    SessionLostException() {
        super(
                "the primary changed, and what statements had set in this session is gone; take a new connection",
                CONNECTION_DOES_NOT_EXIST);
    }
}
