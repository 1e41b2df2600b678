package dev.tandem.runner.database;

import dev.tandem.routing.NoTurnException;
import dev.tandem.runner.gate.ConnectionLine;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool of connections that gives them in turns, not in the order of arrival ({@link ConnectionLine}). As many have a turn at a time as the pool
 * has connections, so that behind it nobody waits for anybody else, only for a connection that is still being made.
 *
 * <p>Who waits for its turn and then for the pool waits no longer than the pool alone would let it, and hears the same: a {@link
 * SQLTransientConnectionException}, by its type a {@link NoTurnException} when the source has connections already. A turn lasts until the connection is closed. Safe for many threads.
 */
final class FairPool implements DataSource {
    /** The pool itself. */
    @FunctionalInterface
    interface Lender {
        /** A connection, within that time. */
        Connection lend(Duration atMost) throws SQLException;
    }

    private static final Duration LEAST = Duration.ofMillis(1);

    /** SQL-client unable to establish SQL-connection (SQL:2023 part 2, table 46). */
    private static final String UNABLE_TO_CONNECT = "08001";

    private final String name;
    private final DataSource pool;
    private final Lender lender;
    private final Duration wait;
    private final ConnectionLine line;

    /**
     * @param pool asked for everything but connections
     * @param wait for how long somebody waits for a connection
     * @param connections how many the pool has when it is full
     */
    FairPool(String name, DataSource pool, Lender lender, Duration wait, int connections) {
        this.name = name;
        this.pool = pool;
        this.lender = lender;
        this.wait = wait;
        this.line = new ConnectionLine(connections);
    }

    /** How many wait for their turn. */
    int waiting() {
        return line.waiting();
    }

    @Override
    public Connection getConnection() throws SQLException {
        long begin = System.nanoTime();
        ConnectionLine.Turn turn = turn();
        boolean lent = false;
        try {
            Connection connection = lender.lend(left(begin));
            lent = true;
            return LentConnection.of(connection, turn::giveBack);
        } finally {
            if (!lent) {
                turn.giveBack();
            }
        }
    }

    /** Whose turn came in the last moment still asks the pool, which nearly always has one at once. */
    private Duration left(long begin) {
        Duration left = wait.minusNanos(System.nanoTime() - begin);
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }

    private ConnectionLine.Turn turn() throws SQLException {
        try {
            Optional<ConnectionLine.Turn> turn = line.await(wait);
            if (turn.isPresent()) {
                return turn.get();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new SQLException(name + " - Interrupted during connection acquisition", ending);
        }
        throw refusal(line.reason());
    }

    /** In HikariCP's words. Who has none of them knows by it that the pool is too small, or its server too slow. */
    private SQLTransientConnectionException refusal(ConnectionLine.Reason reason) {
        String words =
                name + " - Connection is not available, request timed out after " + wait.toMillis() + "ms: " + reason;
        return reason.held() > 0
                ? new NoTurnException(words)
                : new SQLTransientConnectionException(words, UNABLE_TO_CONNECT);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is configured");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
