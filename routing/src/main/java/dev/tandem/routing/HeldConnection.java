package dev.tandem.routing;

import dev.tandem.routing.jdbc.Setting;
import dev.tandem.routing.route.CatchUp;
import dev.tandem.routing.route.Route;
import dev.tandem.routing.route.WritePosition;
import dev.tandem.routing.sql.SessionTrace;
import dev.tandem.routing.sql.SqlText;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection while a {@link RoutedConnection} has it: knows which settings it carries, what they were before, and
 * which statements and result sets on it are still open.
 */
final class HeldConnection {
    private static final System.Logger LOG = System.getLogger(HeldConnection.class.getName());

    /** How many entries may gather before closed ones are looked for. */
    private static final int WATCHED_BEFORE_CLEANING = 16;

    /** Something made on the physical connection that ends with it. */
    interface Dependent {
        boolean isOpen() throws SQLException;
    }

    private final Route route;
    private final Connection physical;
    private final long generation;
    private final CatchUp catchUp;
    private final Map<Setting, @Nullable Object> applied = new EnumMap<>(Setting.class);
    private final Map<Setting, @Nullable Object> original = new EnumMap<>(Setting.class);
    private final List<Dependent> dependents = new ArrayList<>();
    private SessionTrace trace = SessionTrace.NONE;
    private volatile boolean condemned;
    private volatile boolean left;
    private boolean mayHaveBegun;
    private boolean underWay;
    private boolean endsWithUse;
    private @Nullable Causality writer;
    private @Nullable WritePosition has;

    /** @param generation the primary's, see {@link PrimaryGate#generation()} */
    HeldConnection(Route route, Connection physical, long generation, CatchUp catchUp) {
        this.route = route;
        this.physical = physical;
        this.generation = generation;
        this.catchUp = catchUp;
    }

    Route route() {
        return route;
    }

    Connection physical() {
        return physical;
    }

    long generation() {
        return generation;
    }

    /** What statements have left in its session. */
    SessionTrace trace() {
        return trace;
    }

    /** Whether nothing can be asked of it any more. */
    boolean isGone() {
        try {
            return left || physical.isClosed();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "counted as closed", failure);
            return true;
        }
    }

    /** Something that the driver is asked to do, which may take as long as the server takes. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, X extends Throwable> {
        T call() throws X;
    }

    /**
     * Runs a call. Who closes the connection meanwhile, from another thread, leaves its end to this one: an abort would make the driver send KILL, which
     * releases a commit that waits for the partner.
     */
    <T extends @Nullable Object, X extends Throwable> T run(Call<T, X> call) throws X {
        synchronized (this) {
            underWay = true;
        }
        mayHaveBegun = true;
        try {
            return call.call();
        } finally {
            if (endsNow()) {
                cutOff();
            }
        }
    }

    private synchronized boolean endsNow() {
        underWay = false;
        return endsWithUse;
    }

    private synchronized boolean isLeftToItsUse() {
        endsWithUse |= underWay;
        return underWay;
    }

    /** Nobody shall use it after this: it is cut off when its transaction ends, whatever a pool thinks of it. */
    void condemn() {
        condemned = true;
    }

    boolean isCondemned() {
        return condemned;
    }

    /** A statement was sent; whether it succeeded does not matter. */
    void ran(SqlText sql) {
        trace = trace.after(sql);
        if (route == Route.PRIMARY && writer == null && sql.mayWrite()) {
            Causality causality = Causality.current();
            if (causality != null) {
                causality.writes();
                writer = causality;
            }
        }
    }

    /** The driver ended the transaction as it was told to. */
    void ended() {
        mayHaveBegun = false;
        noteWrites();
    }

    /** Finds out where the writes are that were made since the last time; a round trip when there were any. */
    void noteWrites() {
        Causality causality = writer;
        if (causality != null) {
            writer = null;
            causality.written(isGone() ? null : catchUp.lastWritten(physical));
        }
    }

    /** Whether this replica has what the position names; it is asked once for each position. */
    boolean has(WritePosition position) throws SQLException {
        if (!position.equals(has)) {
            if (!catchUp.has(physical, position)) {
                return false;
            }
            has = position;
        }
        return true;
    }

    /** Makes the physical connection carry these settings; asks for the old value of what is set only. */
    void apply(Map<Setting, @Nullable Object> wanted) throws SQLException {
        for (Map.Entry<Setting, @Nullable Object> entry : wanted.entrySet()) {
            apply(entry.getKey(), entry.getValue());
        }
    }

    void apply(Setting setting, @Nullable Object value) throws SQLException {
        if (!original.containsKey(setting)) {
            Object found = setting.read(physical);
            original.put(setting, found);
            applied.put(setting, found);
        }
        // A value that is there already is not written: most writes are a round trip.
        if (!applied.containsKey(setting) || !Objects.equals(applied.get(setting), value)) {
            applied.remove(setting); // after a write that failed nobody knows which one is there
            setting.write(physical, value);
            applied.put(setting, value);
        }
    }

    void watch(Dependent dependent) {
        if (dependents.size() >= WATCHED_BEFORE_CLEANING) {
            dependents.removeIf(HeldConnection::isGone);
        }
        dependents.add(dependent);
    }

    /** Whether nothing made on this connection is still open. */
    boolean isIdle() {
        dependents.removeIf(HeldConnection::isGone);
        return dependents.isEmpty();
    }

    private static boolean isGone(Dependent dependent) {
        try {
            return !dependent.isOpen();
        } catch (SQLException failure) {
            // Cannot even say whether it is open: nobody can use it any more.
            LOG.log(Level.DEBUG, "counted as closed", failure);
            return true;
        }
    }

    /** Gives the physical connection back as it came, rolling back an open transaction. What cannot be restored is cut off. */
    void giveBack(boolean inTransaction) throws SQLException {
        if (isLeftToItsUse()) {
            return;
        }
        boolean clean = isGone() || rolledBack(inTransaction);
        if (clean) {
            noteWrites();
        }
        if (clean && !condemned && (isGone() || restored())) {
            left = true;
            physical.close();
        } else {
            cutOff();
        }
    }

    /**
     * Ends a physical connection that leads nowhere: aborted and closed, so that a pool does not hand it out again. With the connection the server ends what
     * was begun on it.
     */
    void cutOff() {
        if (isLeftToItsUse()) {
            return;
        }
        forgetWrites();
        left = true;
        try {
            physical.abort(Runnable::run);
        } catch (SQLException | RuntimeException failure) {
            // Closed, a pool might lend it to somebody else, with the transaction that is open on it.
            LOG.log(Level.WARNING, "a physical connection could not be cut off and is kept from its pool", failure);
            return;
        }
        try {
            physical.close();
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "cut off", failure); // nothing else was to be expected of it
        }
    }

    private void forgetWrites() {
        Causality causality = writer;
        if (causality != null) {
            writer = null;
            causality.written(null);
        }
    }

    private boolean rolledBack(boolean inTransaction) {
        try {
            if (inTransaction || mayHaveBegun()) {
                physical.rollback();
            }
            return true;
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "a transaction could not be rolled back and is cut off", failure);
            return false;
        }
    }

    private boolean restored() {
        List<Setting> changed = new ArrayList<>(original.keySet());
        try {
            for (Setting setting : changed.reversed()) {
                apply(setting, original.get(setting));
            }
            if (trace.holds()) {
                physical.setAutoCommit(true); // a text may have turned it off
            }
            return true;
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "the physical connection could not be restored and is cut off", failure);
            return false;
        }
    }

    /** Turning auto-commit on would commit it, and a pool that never saw it turned off would lend it out with the connection. */
    private boolean mayHaveBegun() {
        boolean turnedOff =
                original.containsKey(Setting.AUTO_COMMIT) && !Boolean.TRUE.equals(applied.get(Setting.AUTO_COMMIT));
        return trace.holds() || (mayHaveBegun && turnedOff);
    }
}
