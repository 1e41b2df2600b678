package dev.tandem.routing;

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
    private boolean sessionUsed;
    private boolean inserted;
    private volatile boolean condemned;
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

    /**
     * Whether a statement left something in the session that a later one may ask for. The key of an inserted row counts with auto-commit
     * on only: no transaction is promised the connection of the one before it.
     */
    boolean isSessionUsed(boolean autoCommit) {
        return sessionUsed || (autoCommit && inserted);
    }

    /** The server behind it is no primary any more: it is cut off when its transaction ends, whatever a pool thinks of it. */
    void condemn() {
        condemned = true;
    }

    boolean isCondemned() {
        return condemned;
    }

    /** A statement was sent; whether it succeeded does not matter. */
    void ran(SqlText sql) {
        sessionUsed |= sql.usesSession();
        inserted |= sql.leavesKey();
        if (route == Route.PRIMARY && writer == null && sql.mayWrite()) {
            Causality causality = Causality.current();
            if (causality != null) {
                causality.writes();
                writer = causality;
            }
        }
    }

    /** Finds out where the writes are that were made since the last time; a round trip when there were any. */
    void noteWrites() throws SQLException {
        Causality causality = writer;
        if (causality != null) {
            writer = null;
            causality.written(physical.isClosed() ? null : catchUp.lastWritten(physical));
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
        if (!Objects.equals(applied.get(setting), value)) {
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

    /** Gives the physical connection back as it came, rolling back an open transaction. */
    void giveBack(boolean inTransaction) throws SQLException {
        if (!physical.isClosed()) {
            restore(inTransaction);
        }
        noteWrites();
        if (condemned) {
            cutOff();
        } else {
            physical.close();
        }
    }

    /** Ends a physical connection that leads nowhere: aborted and closed, so that a pool does not hand it out again. */
    void cutOff() {
        forgetWrites();
        try {
            physical.abort(Runnable::run);
            physical.close();
        } catch (SQLException failure) {
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

    /** A connection that cannot be restored is cut off: a pool must not hand it to anybody else. */
    private void restore(boolean inTransaction) throws SQLException {
        try {
            if (inTransaction) {
                physical.rollback();
            }
            noteWrites();
            List<Setting> changed = new ArrayList<>(original.keySet());
            for (Setting setting : changed.reversed()) {
                apply(setting, original.get(setting));
            }
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "the physical connection could not be restored and is cut off", failure);
            physical.abort(Runnable::run);
        }
    }
}
