package dev.tandem.routing;

import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Sends read-only transactions to a replica and everything else to the primary.
 *
 * <p>A connection is lazy: it costs nothing until the first statement, metadata or session question, and is then sent where
 * {@link Connection#isReadOnly()} says at that moment. The promises:
 *
 * <ul>
 *   <li>A transaction never switches: with auto-commit off, everything from its first statement to commit or rollback runs on one
 *       physical connection, and {@link Connection#setReadOnly} in between throws.
 *   <li>With auto-commit on, each statement goes where {@code isReadOnly()} says; the place stays the same until {@code setReadOnly}
 *       or {@code setAutoCommit} is called, so that what belongs to a session (variables, last insert id) stays at hand.
 *   <li>Where the replica gives no connection, the primary is used, and for a short time nobody asks the replica again.
 *   <li>Statements and result sets made before a switch stay usable; a prepared statement that is run after the switch is prepared
 *       again on the new side, with its settings and parameters. Only a batch that was begun on the other side is refused.
 *   <li>{@link Connection#close()} rolls back what is open, restores the settings that were changed and gives physical connections back.
 * </ul>
 *
 * <p>A replica lags: what a transaction wrote may not be seen by the read-only transaction after it. Read what must be
 * your own write in a transaction that is not read-only.
 *
 * <p>Both sources must hand out connections in auto-commit mode. The data source is safe for many threads; a connection is for
 * one thread at a time, except {@code abort}, {@code isClosed} and {@code Statement.cancel}.
 */
public final class RoutingDataSource implements DataSource {
    private static final System.Logger LOG = System.getLogger(RoutingDataSource.class.getName());

    /** Long enough that a dead replica costs few waits, short enough that nobody notices when it is back. */
    public static final Duration DEFAULT_REST = Duration.ofSeconds(1);

    private final DataSource primary;
    private final DataSource replica;
    private final ReplicaCircuit circuit;
    private final AtomicLong fallbacks = new AtomicLong();

    /** Routes over the two sources with {@link #DEFAULT_REST} and this JVM's clock. */
    public RoutingDataSource(DataSource primary, DataSource replica) {
        this(primary, replica, DEFAULT_REST, Ticker.system());
    }

    /**
     * @param rest how long nobody asks a replica that refused; positive
     * @param ticker the clock for {@code rest}
     */
    public RoutingDataSource(DataSource primary, DataSource replica, Duration rest, Ticker ticker) {
        this.primary = primary;
        this.replica = replica;
        this.circuit = new ReplicaCircuit(ticker, rest);
    }

    /** How many choices for a read-only transaction fell on the primary because the replica was not fit. */
    public long fallbacks() {
        return fallbacks.get();
    }

    @Override
    public Connection getConnection() {
        return new RoutedConnection(this);
    }

    /** Always refused: the two sources know their own users. */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "The user belongs to the sources behind this DataSource; call getConnection() without one");
    }

    Connection connect(Route route) throws SQLException {
        if (route == Route.PRIMARY) {
            return primary.getConnection();
        }
        Connection connection = replica.getConnection();
        if (circuit.answered()) {
            LOG.log(Level.INFO, "the replica answers again; read-only transactions go to it");
        }
        return connection;
    }

    /** Whether to ask the replica for a new connection; false counts as a fallback. */
    boolean replicaAdmitted() {
        boolean admitted = circuit.admits();
        if (!admitted) {
            fallbacks.incrementAndGet();
        }
        return admitted;
    }

    void replicaFailed(SQLException failure) {
        fallbacks.incrementAndGet();
        if (circuit.failed()) {
            LOG.log(
                    Level.WARNING,
                    "the replica gave no connection (" + failure.getMessage()
                            + "); read-only transactions go to the primary, next try in "
                            + circuit.rest().toMillis() + " ms");
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return primary.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        primary.setLogWriter(out);
        replica.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return primary.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        primary.setLoginTimeout(seconds);
        replica.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs through System.Logger " + RoutingDataSource.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("Neither of the two sources stands for the whole; cannot unwrap to " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
