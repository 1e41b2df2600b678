package dev.tandem.routing;

import dev.tandem.routing.failure.Repetition;
import dev.tandem.routing.route.CatchUp;
import dev.tandem.routing.route.ReplicaCircuit;
import dev.tandem.routing.route.Route;
import dev.tandem.routing.time.Sleeper;
import dev.tandem.routing.time.Ticker;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
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
 *   <li>Where the replica gives no connection, the primary is used, and for a short time nobody asks the replica again, unless it gave none to this
 *       caller alone ({@link NoTurnException}).
 *   <li>Statements and result sets made before a switch stay usable; a prepared statement that is run after the switch is prepared
 *       again on the new side, with its settings, parameters and batch.
 *   <li>{@link Connection#close()} rolls back what is open, restores the settings that were changed and gives physical connections back.
 * </ul>
 *
 * <p><b>Repetition.</b> What failed and provably did nothing is run again on another physical connection, for a bounded time, and the one that
 * failed is cut off. {@link dev.tandem.routing.failure.Attempt} is the rule: nothing had been sent; or the server refused because it is read-only now; or the first
 * statement of a transaction lost its connection. A commit, or a write with auto-commit on, that lost its connection while under way is
 * never repeated: it may have been done.
 *
 * <p><b>What the application is told</b> of what is not repeated: {@link RolledBackException} when nothing was done, {@link CommitUnknownException} when
 * nobody knows, {@link SessionLostException} when it had left something in a session that is gone with its connection; else what the driver says.
 *
 * <p><b>Own writes.</b> A replica lags: what a transaction wrote may not be seen by the read-only transaction after it. Within a {@link
 * Causality} it is. Without one, read what must be your own write in a transaction that is not read-only.
 *
 * <p><b>Pause.</b> While its {@link PrimaryGate} is paused, new work for the primary waits, and afterwards no connection from before is used.
 *
 * <p>Both sources must hand out connections in auto-commit mode. The data source is safe for many threads; a connection is for
 * one thread at a time, except {@code abort}, {@code isClosed} and {@code Statement.cancel}.
 */
public final class RoutingDataSource implements DataSource {
    private static final System.Logger LOG = System.getLogger(RoutingDataSource.class.getName());

    private final DataSource primary;
    private final DataSource replica;
    private final RoutingTimes times;
    private final PrimaryGate gate;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final ReplicaCircuit circuit;
    private final CatchUp catchUp;
    private final AtomicLong fallbacks = new AtomicLong();
    private final AtomicLong repetitions = new AtomicLong();
    private final AtomicLong behind = new AtomicLong();

    /** Routes over the two sources with {@link RoutingTimes#DEFAULT} and a gate that nobody pauses. */
    public RoutingDataSource(DataSource primary, DataSource replica) {
        this(primary, replica, RoutingTimes.DEFAULT, new PrimaryGate());
    }

    /** @param gate what new work for the primary passes */
    public RoutingDataSource(DataSource primary, DataSource replica, RoutingTimes times, PrimaryGate gate) {
        this(primary, replica, times, gate, Ticker.system(), Thread::sleep);
    }

    RoutingDataSource(
            DataSource primary,
            DataSource replica,
            RoutingTimes times,
            PrimaryGate gate,
            Ticker ticker,
            Sleeper sleeper) {
        this.primary = primary;
        this.replica = replica;
        this.times = times;
        this.gate = gate;
        this.ticker = ticker;
        this.sleeper = sleeper;
        this.circuit = new ReplicaCircuit(ticker, times.rest());
        this.catchUp = new CatchUp(times.catchUp());
    }

    /** What new work for the primary passes. */
    public PrimaryGate gate() {
        return gate;
    }

    /** How often something was run again because it provably had done nothing. */
    public long repetitions() {
        return repetitions.get();
    }

    /** How many reads went to the primary because the replica did not have their client's writes. */
    public long behind() {
        return behind.get();
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

    HeldConnection connect(Route route) throws SQLException {
        long generation = gate.generation();
        if (route == Route.PRIMARY) {
            return new HeldConnection(route, primary.getConnection(), generation, catchUp);
        }
        Connection connection = replica.getConnection();
        if (circuit.answered()) {
            LOG.log(Level.INFO, "the replica answers again; read-only transactions go to it");
        }
        return new HeldConnection(route, connection, generation, catchUp);
    }

    Repetition repetition() {
        return new Repetition(ticker, sleeper, times.repetition());
    }

    void repeats(SQLException failure) {
        repetitions.incrementAndGet();
        LOG.log(Level.DEBUG, "nothing was done, and it is run again", failure);
    }

    void replicaBehind() {
        behind.incrementAndGet();
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
        // Who asks too much may not keep everybody else from the replica.
        if (!(failure instanceof NoTurnException) && circuit.failed()) {
            LOG.log(
                    Level.WARNING,
                    "the replica is not there (" + failure.getMessage()
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
