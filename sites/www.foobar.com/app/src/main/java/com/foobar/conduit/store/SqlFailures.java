package com.foobar.conduit.store;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;

/** What a failure of the database means. Error numbers are MariaDB's (Knowledge Base, "MariaDB Error Codes"). */
final class SqlFailures {

    private static final int ER_DUP_ENTRY = 1062;
    private static final int ER_LOCK_DEADLOCK = 1213;
    private static final int ER_OPTION_PREVENTS_STATEMENT = 1290;
    private static final int ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION = 1792;

    /** A server that shuts down, or an administrator who kills the connection. */
    private static final String QUERY_INTERRUPTED = "70100";

    /** "Connection exception: transaction resolution unknown", in the SQL standard. */
    private static final String RESOLUTION_UNKNOWN = "08007";

    private SqlFailures() {}

    static boolean isDeadlock(SQLException e) {
        return e.getErrorCode() == ER_LOCK_DEADLOCK;
    }

    static boolean isDuplicate(SQLException e) {
        return e instanceof SQLIntegrityConstraintViolationException && e.getErrorCode() == ER_DUP_ENTRY;
    }

    static RuntimeException unchecked(SQLException e) {
        return isUnavailable(e)
                ? new DatabaseUnavailableException(e)
                : new IllegalStateException("the database refused: " + e.getMessage(), e);
    }

    /** A server that takes no writes now and has rolled back what was begun. */
    static boolean isReadOnly(SQLException e) {
        return e.getErrorCode() == ER_OPTION_PREVENTS_STATEMENT;
    }

    /** The transaction broke off and did nothing, so says the DataSource as of a deadlock. */
    static boolean isRolledBack(SQLException e) {
        return e instanceof SQLTransactionRollbackException && !isDeadlock(e);
    }

    /** A commit may have happened or not. */
    static boolean isUnknown(SQLException e) {
        return RESOLUTION_UNKNOWN.equals(e.getSQLState());
    }

    /**
     * Nothing was done: the transaction broke off, there is no connection (SQLState class 08, or none left in the pool), the server goes down, or it
     * is read-only now.
     */
    static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return !isUnknown(e)
                && (isRolledBack(e)
                        || e instanceof SQLTransientConnectionException
                        || (state != null && (state.startsWith("08") || state.equals(QUERY_INTERRUPTED)))
                        || isReadOnly(e));
    }

    private static boolean isUnavailable(SQLException e) {
        return isAway(e)
                || isUnknown(e)
                || e instanceof SQLTimeoutException
                || e.getErrorCode() == ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION;
    }
}
