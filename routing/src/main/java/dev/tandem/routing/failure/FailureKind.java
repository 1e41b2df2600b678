package dev.tandem.routing.failure;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What a failure says about the server, as far as repeating depends on it. Numbers are MariaDB's ("MariaDB Error Codes"); MySQL's are the same. */
public enum FailureKind {
    /** The connection is gone, or never came about. What was under way on it may have been done. */
    LOST,
    /** The server takes no writes now and did not do this one. */
    READ_ONLY,
    /** Anything else: the statement's own affair, or the application's. */
    OTHER;

    private static final int ER_SERVER_SHUTDOWN = 1053;
    private static final int ER_OPTION_PREVENTS_STATEMENT = 1290;
    private static final int ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION = 1792;
    private static final int ER_READ_ONLY_MODE = 1836;
    private static final int ER_CONNECTION_KILLED = 1927;

    /** SQLState class "connection exception", SQL:2023 part 2, table 46. */
    private static final String CONNECTION_EXCEPTION = "08";

    public static FailureKind of(SQLException failure) {
        if (failure instanceof Told) {
            return OTHER;
        }
        return switch (failure.getErrorCode()) {
            case ER_SERVER_SHUTDOWN, ER_CONNECTION_KILLED -> LOST;
            case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE -> READ_ONLY;
            // The number stands for many options; the message names the one, in every language.
            case ER_OPTION_PREVENTS_STATEMENT -> namesReadOnly(failure.getMessage()) ? READ_ONLY : OTHER;
            default -> isConnectionException(failure) ? LOST : OTHER;
        };
    }

    private static boolean namesReadOnly(@Nullable String message) {
        return message != null && (message.contains("read-only") || message.contains("read_only"));
    }

    private static boolean isConnectionException(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || (state != null && state.startsWith(CONNECTION_EXCEPTION));
    }
}
