package dev.tandem.routing.failure;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

/**
 * How far a use had come when it failed, and the decision whether it may be run again: only where it is certain that nothing of it was
 * committed and that the application cannot tell the difference.
 *
 * @param sent whether the statement may have reached the server; what precedes it (connecting, settings, preparing) changes nothing
 * @param opening whether it is the transaction's first, on a session of which nothing is needed any more: nothing was returned yet
 * @param autoCommit whether it commits by itself when it succeeds
 * @param readOnly whether it was to run in a read-only transaction
 * @param repeatable whether it is one plain statement whose parameters can be sent a second time
 * @param onlyReads whether its text proves that it changes nothing
 */
public record Attempt(
        boolean sent, boolean opening, boolean autoCommit, boolean readOnly, boolean repeatable, boolean onlyReads) {
    public boolean mayBeRepeatedAfter(SQLException failure) {
        FailureKind kind = FailureKind.of(failure);
        if (!opening || kind == FailureKind.OTHER) {
            return false;
        }
        if (!sent) {
            return true;
        }
        return repeatable
                // An answer that did not come in the time that was set for it would not come a second time.
                && !(failure.getCause() instanceof SocketTimeoutException)
                && switch (kind) {
                    // A write in a read-only transaction is the application's mistake wherever it runs.
                    case READ_ONLY -> !readOnly;
                    // With auto-commit on it may have been committed, and only the answer was lost. That the
                    // application
                    // calls it read-only keeps it from writing only as far as a driver passes that on and a server
                    // heeds
                    // it: not from writing a file or taking a lock. And what the text proves knows no views. So both
                    // must
                    // say so.
                    case LOST -> !autoCommit || (readOnly && onlyReads);
                    case OTHER -> false;
                };
    }
}
