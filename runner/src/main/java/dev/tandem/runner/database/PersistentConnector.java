package dev.tandem.runner.database;

import dev.tandem.routing.time.Ticker;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool gets new connections: one attempt lasts until the database answers or {@link #PATIENCE} is over, asking again every
 * {@link #BETWEEN}.
 *
 * <p>HikariCP doubles its own pause after each failed attempt, from 10 ms to 5 s, and cannot be told otherwise (its issue 1741): after a
 * database was away for two seconds the pool would stay empty for up to two more. Seen here: a replica that was back after five seconds
 * was not used four seconds later. With attempts this long HikariCP hardly ever pauses.
 *
 * <p>Used by the pool's one connecting thread; {@link #stop}, from any thread, ends the attempt that is under way, so that a pool whose
 * database is away can close at once.
 */
final class PersistentConnector implements DataSource {
    private static final System.Logger LOG = System.getLogger("runner.database");

    /** How long one attempt goes on asking. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Short against a failover (a second), long enough to cost nothing. */
    static final Duration BETWEEN = Duration.ofMillis(50);

    /** Makes one connection or says why not. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    /** Lets {@link #BETWEEN} pass. */
    @FunctionalInterface
    interface Pause {
        void pause() throws InterruptedException;
    }

    private final String name;
    private final Connector connector;
    private final Ticker ticker;
    private final Pause pause;
    private int loginTimeoutSeconds;
    private volatile boolean stopped;

    PersistentConnector(String name, Connector connector) {
        this(name, connector, Ticker.system(), () -> Thread.sleep(BETWEEN));
    }

    PersistentConnector(String name, Connector connector, Ticker ticker, Pause pause) {
        this.name = name;
        this.connector = connector;
        this.ticker = ticker;
        this.pause = pause;
    }

    /** Once more after each failure, until one is made; throws the last failure when the patience is over. */
    @Override
    public Connection getConnection() throws SQLException {
        long start = ticker.nanos();
        boolean told = false;
        while (true) {
            try {
                Connection connection = connector.connect();
                if (told) {
                    LOG.log(Level.INFO, "the " + name + " answers again");
                }
                return connection;
            } catch (SQLException failure) {
                if (!told) {
                    LOG.log(Level.WARNING, "no connection to the " + name + ": " + failure.getMessage());
                    told = true;
                }
                if (stopped || ticker.nanos() - start >= PATIENCE.toNanos()) {
                    throw failure;
                }
                waitAfter(failure);
            }
        }
    }

    /** From now on a failure is final. */
    void stop() {
        stopped = true;
    }

    private void waitAfter(SQLException failure) throws SQLException {
        try {
            pause.pause();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("the attempt was interrupted", failure);
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is configured");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Nothing is written there; see the journal. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
    }

    /** Kept for the pool, which sets and asks it; the driver's own {@code connectTimeout} is what counts. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logs through System.Logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps no other DataSource");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
