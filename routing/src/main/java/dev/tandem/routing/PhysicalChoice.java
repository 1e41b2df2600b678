package dev.tandem.routing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connection a {@link RoutedConnection} works on, now and next: holds at most one per {@link Route}, chooses at the
 * first use, keeps to the choice for as long as a transaction lasts.
 *
 * <p>For the connection's one thread; {@link #abort} alone may come from another.
 */
final class PhysicalChoice {
    /** SQLState class of "connection exception", SQL:2023 part 2, table 46. */
    private static final String CONNECTION_EXCEPTION = "08";

    private final RoutingDataSource source;
    private final Map<Setting, @Nullable Object> settings = new EnumMap<>(Setting.class);
    private volatile @Nullable HeldConnection primary;
    private volatile @Nullable HeldConnection replica;
    private @Nullable HeldConnection current;
    private boolean inTransaction;

    PhysicalChoice(RoutingDataSource source) {
        this.source = source;
    }

    boolean readOnly() {
        return Boolean.TRUE.equals(settings.get(Setting.READ_ONLY));
    }

    boolean autoCommit() {
        return !Boolean.FALSE.equals(settings.get(Setting.AUTO_COMMIT));
    }

    @Nullable
    Object setting(Setting setting) {
        return settings.get(setting);
    }

    /** The connection of the open transaction, or null when none is open. */
    @Nullable
    HeldConnection transaction() {
        return inTransaction ? current : null;
    }

    /** The connection last chosen and not yet left, or null. */
    @Nullable
    HeldConnection current() {
        return current;
    }

    /** Records a setting for whichever connection is used next, and makes it hold at once in an open transaction. */
    void set(Setting setting, @Nullable Object value) throws SQLException {
        HeldConnection open = transaction();
        if (open != null) {
            open.apply(setting, value);
        }
        settings.put(setting, value);
    }

    /** The next use chooses anew. */
    void endTransaction() {
        inTransaction = false;
        current = null;
    }

    /** Where the next statement will probably run: it may still fall back to the primary. */
    Route expected() {
        HeldConnection open = transaction();
        if (open != null) {
            return open.route();
        }
        return readOnly() ? Route.REPLICA : Route.PRIMARY;
    }

    /** The connection for a use that belongs to a transaction; with auto-commit off it begins one. */
    HeldConnection use() throws SQLException {
        HeldConnection chosen = look();
        inTransaction = !autoCommit();
        return chosen;
    }

    /** The connection for a question that belongs to no transaction. */
    HeldConnection look() throws SQLException {
        HeldConnection kept = current;
        if (kept != null && (inTransaction || !kept.physical().isClosed())) {
            kept.apply(settings);
            return kept;
        }
        HeldConnection chosen = choose();
        current = chosen;
        return chosen;
    }

    private HeldConnection choose() throws SQLException {
        boolean toReplica = readOnly() && (usable(Route.REPLICA) != null || source.replicaAdmitted());
        if (!toReplica) {
            return enter(Route.PRIMARY);
        }
        HeldConnection known = usable(Route.REPLICA);
        try {
            return enter(Route.REPLICA);
        } catch (SQLException refusal) {
            boolean connected = known != null || usable(Route.REPLICA) != null;
            if (connected && !isConnectionException(refusal)) {
                throw refusal; // a setting that the application chose and the database does not know
            }
            drop(Route.REPLICA);
            source.replicaFailed(refusal);
            return enterAfter(refusal);
        }
    }

    private HeldConnection enterAfter(SQLException refusal) throws SQLException {
        try {
            return enter(Route.PRIMARY);
        } catch (SQLException failure) {
            failure.addSuppressed(refusal);
            throw failure;
        }
    }

    private HeldConnection enter(Route route) throws SQLException {
        // First give, then take: two connections at once, from two pools, could wait for each other.
        giveBackIfIdle(route.other());
        HeldConnection held = usable(route);
        if (held == null) {
            held = new HeldConnection(route, source.connect(route));
            hold(route, held);
        }
        held.apply(settings);
        return held;
    }

    private static boolean isConnectionException(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(CONNECTION_EXCEPTION);
    }

    /** The held connection of a route; one that broke in the meantime is let go. */
    private @Nullable HeldConnection usable(Route route) throws SQLException {
        HeldConnection held = held(route);
        if (held != null && held.physical().isClosed()) {
            drop(route);
            return null;
        }
        return held;
    }

    private void giveBackIfIdle(Route route) throws SQLException {
        HeldConnection held = held(route);
        if (held != null && held.isIdle()) {
            drop(route);
        }
    }

    private void drop(Route route) throws SQLException {
        HeldConnection held = held(route);
        if (held != null) {
            hold(route, null);
            held.giveBack(false);
        }
    }

    private @Nullable HeldConnection held(Route route) {
        return route == Route.PRIMARY ? primary : replica;
    }

    private void hold(Route route, @Nullable HeldConnection held) {
        if (route == Route.PRIMARY) {
            primary = held;
        } else {
            replica = held;
        }
    }

    /** Gives everything back, whatever fails on the way. */
    void close() throws SQLException {
        HeldConnection open = transaction();
        SQLException failure = null;
        for (HeldConnection held : held()) {
            try {
                held.giveBack(held == open);
            } catch (SQLException failed) {
                failure = chain(failure, failed);
            }
        }
        forget();
        if (failure != null) {
            throw failure;
        }
    }

    /** Cuts everything off; may be called from any thread. */
    void abort(Executor executor) throws SQLException {
        for (HeldConnection held : held()) {
            held.physical().abort(executor);
        }
    }

    private void forget() {
        endTransaction();
        primary = null;
        replica = null;
    }

    private List<HeldConnection> held() {
        List<HeldConnection> all = new ArrayList<>();
        for (Route route : Route.values()) {
            HeldConnection held = held(route);
            if (held != null) {
                all.add(held);
            }
        }
        return all;
    }

    private static SQLException chain(@Nullable SQLException first, SQLException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
