package dev.tandem.routing;

import dev.tandem.routing.failure.Fate;
import dev.tandem.routing.sql.SqlText;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction under way on one physical connection, to which it keeps. Once its outcome is decided by a failure it stays decided: whatever is called then
 * hears the same, until the application rolls back; nothing of it can be committed any more.
 */
final class OpenTransaction {
    /** What ended it before its time. */
    private record End(Fate fate, SQLException failure) {}

    /** What commits, in the driver's words. */
    @FunctionalInterface
    interface Commit {
        void send() throws SQLException;
    }

    private final HeldConnection held;
    private final boolean readOnly;
    private boolean wrote;
    private boolean committed;
    private @Nullable End end;

    OpenTransaction(HeldConnection held, boolean readOnly) {
        this.held = held;
        this.readOnly = readOnly;
    }

    HeldConnection held() {
        return held;
    }

    /** Whether a failure has decided its outcome. */
    boolean isOver() {
        return end != null;
    }

    /** @throws SQLException what the application heard already, when it is over */
    void requireWhole() throws SQLException {
        End over = end;
        if (over != null) {
            throw told(over.fate(), over.failure());
        }
    }

    /** A statement was sent; whether it succeeded does not matter. */
    void ran(SqlText sql) {
        wrote |= !sql.onlyReads();
        committed |= sql.mayCommit();
    }

    /** What the application is told of a statement, setting or question that failed in it. */
    SQLException failed(SQLException failure) {
        if (end != null) {
            return failure;
        }
        Fate fate = Fate.within(failure, readOnly, committed);
        if (fate == Fate.AS_IT_SAYS && held.isGone()) {
            Fate gone = committed ? Fate.UNKNOWN : Fate.UNDONE;
            if (saysNothing(failure)) {
                return over(gone, failure);
            }
            end = new End(gone, failure);
        }
        return fate == Fate.AS_IT_SAYS ? failure : over(fate, failure);
    }

    /** A pool gives neither state nor number for a connection that it closed (HikariCP, ProxyConnection.ClosedConnection). */
    private static boolean saysNothing(SQLException failure) {
        return failure.getSQLState() == null && failure.getErrorCode() == 0;
    }

    /** Commits, or says what became of it. After a failure that leaves it open it is still to be rolled back. */
    void commit(Commit commit) throws SQLException {
        requireWhole();
        if (held.isGone()) {
            throw over(
                    committed ? Fate.UNKNOWN : Fate.UNDONE,
                    new SQLException("the connection was lost before the commit", "08003"));
        }
        try {
            held.run(() -> {
                commit.send();
                return null;
            });
        } catch (SQLException failure) {
            Fate fate = Fate.ofCommit(failure, wrote, committed);
            throw fate == Fate.AS_IT_SAYS ? failure : over(fate, failure);
        } catch (RuntimeException failure) {
            throw over(Fate.UNKNOWN, new SQLException("the driver broke in the commit", failure));
        }
    }

    private SQLException over(Fate fate, SQLException failure) {
        end = new End(fate, failure);
        held.condemn();
        return told(fate, failure);
    }

    /** What to throw for work that came to that. */
    static SQLException told(Fate fate, SQLException failure) {
        return switch (fate) {
            case UNDONE -> new RolledBackException(failure);
            case UNKNOWN -> new CommitUnknownException(failure);
            case AS_IT_SAYS -> failure;
        };
    }
}
