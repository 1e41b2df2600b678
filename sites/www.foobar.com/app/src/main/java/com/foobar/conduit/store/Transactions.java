package com.foobar.conduit.store;

import com.foobar.conduit.security.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one place that opens, commits and rolls back. A request has one transaction; what it reads to answer a write, it
 * reads in the write's transaction.
 *
 * <p><b>Which database a read sees.</b> A read-only transaction may be sent to a replica, which follows the primary with a
 * small delay; every other transaction runs on the primary. A read runs on the primary
 * <ul>
 *   <li>when it is {@link Freshness#LATEST};
 *   <li>when it is {@link Freshness#OWN} (one article, its comments, the current user) and somebody is signed in: they may
 *       be looking at what they just changed;
 *   <li>when the client carries the mark of a write in the last seconds ({@link
 *       com.foobar.conduit.security.WriteMark}), whatever it reads: after posting, one's own article is in the list.
 * </ul>
 * Everything else, which is most of the traffic, goes to a replica and may be as old as its lag. So nobody misses their own
 * writes, a stranger may see them a moment later, and a client that drops cookies and sends no token may see the old state.
 *
 * <p><b>Sessions.</b> Each transaction of somebody who is signed in first checks that their token is not older than their
 * password. On a replica only a newer version counts against a token: the user or the version may not have arrived there.
 *
 * <p><b>Isolation.</b> Transactions on the primary are READ COMMITTED: a write locks the rows it decides on and must see their
 * last state. At REPEATABLE READ, MariaDB 11.8 refuses to lock a row that changed since the transaction's first read (error
 * 1020, innodb_snapshot_isolation). Read-only transactions keep the database's default, one snapshot for all they read.
 *
 * <p><b>A database that goes away.</b> The DataSource itself repeats what provably did nothing, but not a transaction of which this
 * application has seen a result. What broke off before its commit began was rolled back, and work has no effect but in the database: so it
 * runs again, for {@link #AGAIN_WITHIN}. A commit whose answer was lost may have happened and is never run again.
 *
 * <p>Safe for use by many threads.
 */
public final class Transactions {

    private static final int ATTEMPTS = 3;

    /** Longer than another machine needs to become primary. */
    static final Duration AGAIN_WITHIN = Duration.ofSeconds(4);

    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final DataSource dataSource;
    private final LongSupplier nanoTime;
    private final Pause pause;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public Transactions(DataSource dataSource) {
        this(dataSource, System::nanoTime, Thread::sleep);
    }

    Transactions(DataSource dataSource, LongSupplier nanoTime, Pause pause) {
        this.dataSource = dataSource;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Reads.
     *
     * @throws SessionEndedException if the viewer's token is no longer good
     * @throws DatabaseUnavailableException if the database cannot be reached; the caller may try again
     */
    public <T> T read(Viewer viewer, Freshness freshness, Work<T> work) {
        boolean replicaWillDo = switch (freshness) {
            case SHARED -> !viewer.wroteRecently();
            case OWN -> !viewer.wroteRecently() && !viewer.signedIn();
            case LATEST -> false;
        };
        return attempt(replicaWillDo, viewer, work);
    }

    /**
     * Writes, and reads what the answer to the write needs. A transaction that lost a deadlock, or its database before
     * the commit, runs again.
     *
     * @throws SessionEndedException if the viewer's token is no longer good
     * @throws DatabaseUnavailableException if the database cannot be reached or takes no writes; whether the write
     *     happened is unknown if the connection broke during the commit
     */
    public <T> T write(Viewer viewer, Work<T> work) {
        return attempt(false, viewer, work);
    }

    private <T> T attempt(boolean readOnly, Viewer viewer, Work<T> work) {
        long begin = nanoTime.getAsLong();
        for (int attempt = 1; ; attempt++) {
            try {
                return once(readOnly, viewer, work);
            } catch (SQLException e) {
                boolean again = SqlFailures.isDeadlock(e) ? attempt < ATTEMPTS : SqlFailures.isAway(e) && waited(begin);
                if (!again) {
                    throw SqlFailures.unchecked(e);
                }
            }
        }
    }

    /** Waits before another attempt; false when time is over. */
    private boolean waited(long begin) {
        if (nanoTime.getAsLong() - begin >= AGAIN_WITHIN.toNanos()) {
            return false;
        }
        try {
            pause.of(BETWEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T once(boolean readOnly, Viewer viewer, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(readOnly);
            if (!readOnly) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                checkSession(connection, viewer, readOnly);
                T result = work.in(connection);
                commit(connection);
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack(connection);
                }
            }
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlFailures.isDeadlock(e) || SqlFailures.isRolledBack(e) || SqlFailures.isReadOnly(e)) {
                throw e; // it was rolled back
            }
            throw SqlFailures.unchecked(e);
        }
    }

    private static void checkSession(Connection connection, Viewer viewer, boolean replica) throws SQLException {
        if (!viewer.signedIn()) {
            return;
        }
        @Nullable
        Integer current = Sql.of("SELECT token_version FROM users WHERE id = ?")
                .with(viewer.id())
                .first(connection, row -> row.getInt(1))
                .orElse(null);
        boolean ended = current == null ? !replica : current > viewer.tokenVersion();
        if (ended) {
            throw new SessionEndedException();
        }
    }

    /** Quiet, because it follows a failure, and that failure is the one to report. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            System.getLogger(Transactions.class.getName())
                    .log(System.Logger.Level.DEBUG, "a rollback failed; the pool drops the connection", e);
        }
    }
}
