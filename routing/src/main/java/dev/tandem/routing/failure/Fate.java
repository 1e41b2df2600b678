package dev.tandem.routing.failure;

import dev.tandem.routing.sql.SqlText;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** What became of work that failed, as the application is told; pure. */
public enum Fate {
    /** Nothing of it was done: {@link dev.tandem.routing.RolledBackException}. */
    UNDONE,
    /** It may have been done: {@link dev.tandem.routing.CommitUnknownException}. */
    UNKNOWN,
    /** The driver's own words say it all. */
    AS_IT_SAYS;

    /** SQLState class "transaction rollback", but for the one that leaves the outcome open. */
    private static final String ROLLBACK = "40";

    private static final String COMPLETION_UNKNOWN = "40003";

    /**
     * Of a statement with auto-commit on. Of a batch a part may be committed when the rest is refused, which its own exception says.
     *
     * @param readOnly whether the application had said that it only reads
     */
    public static Fate alone(SQLException failure, boolean sent, boolean readOnly, SqlText sql) {
        boolean reads = sql.onlyReads() || (readOnly && !sql.mayWrite());
        boolean whole = sql.isPlain() && !(failure instanceof BatchUpdateException);
        return switch (FailureKind.of(failure)) {
            case OTHER -> AS_IT_SAYS;
            case LOST -> sent && !reads ? UNKNOWN : AS_IT_SAYS;
            case READ_ONLY -> sent && !readOnly && whole ? UNDONE : AS_IT_SAYS;
        };
    }

    /**
     * Of a transaction in which something failed.
     *
     * @param committed whether a statement that was sent may have committed by itself
     */
    public static Fate within(SQLException failure, boolean readOnly, boolean committed) {
        Fate over = committed ? UNKNOWN : UNDONE;
        return switch (FailureKind.of(failure)) {
            case OTHER -> AS_IT_SAYS;
            case LOST -> over;
            // A write in a read-only transaction is the application's mistake wherever it runs.
            case READ_ONLY -> readOnly ? AS_IT_SAYS : over;
        };
    }

    /**
     * Of a commit that was sent and failed. Unknown is whatever is not known to be a rollback: "error during COMMIT" (1180) may come after it.
     *
     * @param wrote whether there was anything to commit
     * @param committed whether a statement may have committed a part before
     */
    public static Fate ofCommit(SQLException failure, boolean wrote, boolean committed) {
        FailureKind kind = FailureKind.of(failure);
        if (kind == FailureKind.READ_ONLY) {
            return committed ? UNKNOWN : UNDONE;
        }
        if (saysRollback(failure)) {
            return AS_IT_SAYS;
        }
        if (wrote) {
            return UNKNOWN;
        }
        return kind == FailureKind.LOST ? UNDONE : AS_IT_SAYS;
    }

    private static boolean saysRollback(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(ROLLBACK) && !state.equals(COMPLETION_UNKNOWN);
    }
}
