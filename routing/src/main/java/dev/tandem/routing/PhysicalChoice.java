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
    private final RoutingDataSource source;
    private final GatePass pass;
    private final Map<Setting, @Nullable Object> settings = new EnumMap<>(Setting.class);
    private volatile @Nullable HeldConnection primary;
    private volatile @Nullable HeldConnection replica;
    private @Nullable HeldConnection current;
    private boolean inTransaction;

    PhysicalChoice(RoutingDataSource source) {
        this.source = source;
        this.pass = new GatePass(source.gate());
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
        pass.leave();
    }

    /** After a statement: outside a transaction nothing is under way any more. */
    void finishUse() {
        if (!inTransaction) {
            pass.leave();
        }
    }

    /** Looks whether a failure says that this is no connection to the primary any more, nor any other of its time. */
    void judge(HeldConnection held, SQLException failure) {
        if (held.route() == Route.PRIMARY && !readOnly() && FailureKind.of(failure) == FailureKind.READ_ONLY) {
            held.condemn();
            source.gate().renew(held.generation());
        }
    }

    /**
     * Gives a connection up that leads nowhere, and with it the transaction that began on it. Where one to a replica breaks, the others are
     * not tried one after the other first.
     */
    void cutOff(HeldConnection held, SQLException failure) {
        if (held.route() == Route.REPLICA && FailureKind.of(failure) == FailureKind.LOST) {
            source.replicaFailed(failure);
        }
        hold(held.route(), null);
        endTransaction();
        held.cutOff();
    }

    /** Where the next statement will probably run: it may still fall back to the primary. */
    Route expected() {
        HeldConnection open = transaction();
        if (open != null) {
            return open.route();
        }
        return readOnly() ? Route.REPLICA : Route.PRIMARY;
    }

    /**
     * The connection for a use that belongs to a transaction; with auto-commit off it begins one. Waits while the primary is paused.
     * {@link #finishUse} follows.
     */
    HeldConnection use() throws SQLException {
        HeldConnection chosen = chosen(true);
        inTransaction = !autoCommit();
        return chosen;
    }

    /** The connection for a question that belongs to no transaction. */
    HeldConnection look() throws SQLException {
        return chosen(false);
    }

    private HeldConnection chosen(boolean forUse) throws SQLException {
        HeldConnection kept = current;
        if (kept != null && inTransaction) {
            kept.apply(settings);
            return kept;
        }
        if (kept != null && isReady(kept, forUse)) {
            return kept;
        }
        if (kept != null && kept.route() == Route.PRIMARY && kept.isSessionUsed(false)) {
            throw lostSession(kept);
        }
        current = null;
        pass.leave();
        HeldConnection chosen = choose(forUse);
        current = chosen;
        return chosen;
    }

    /** Another connection would go on without the lock, the variable or the transaction that was begun by a statement. */
    private SQLException lostSession(HeldConnection kept) {
        SQLException lost = new SessionLostException();
        cutOff(kept, lost);
        return lost;
    }

    /** Outside a transaction a connection that breaks now is replaced by whoever asks again. */
    private boolean isReady(HeldConnection kept, boolean forUse) throws SQLException {
        try {
            boolean stays = stays(kept, forUse);
            if (stays) {
                kept.apply(settings);
            }
            return stays;
        } catch (SQLException failure) {
            if (FailureKind.of(failure) == FailureKind.LOST) {
                cutOff(kept, failure);
            }
            throw failure;
        }
    }

    /** Whether the place that was chosen outside a transaction is still a good one. */
    private boolean stays(HeldConnection kept, boolean forUse) throws SQLException {
        if (kept.route() == Route.REPLICA) {
            return !kept.physical().isClosed() && hasWrites(kept, Causality.current());
        }
        if (forUse) {
            pass.enter();
        }
        return !isOver(kept);
    }

    /** Broken, or a connection to what is primary no longer, or from before a pause, where that may be so. */
    private boolean isOver(HeldConnection held) throws SQLException {
        return held.isCondemned()
                || held.physical().isClosed()
                || (held.route() == Route.PRIMARY
                        && held.generation() != source.gate().generation());
    }

    private static boolean hasWrites(HeldConnection replica, @Nullable Causality causality) throws SQLException {
        if (causality == null) {
            return true;
        }
        WritePosition position = causality.position();
        if (causality.needsPrimary()) {
            return false;
        }
        if (position == null || replica.has(position)) {
            return true;
        }
        causality.behind();
        return false;
    }

    private HeldConnection choose(boolean forUse) throws SQLException {
        if (readOnly()) {
            noteWrites();
        }
        Causality causality = Causality.current();
        boolean allowed = readOnly() && (causality == null || !causality.needsPrimary());
        boolean toReplica = allowed && (usable(Route.REPLICA) != null || source.replicaAdmitted());
        if (!toReplica) {
            return enterPrimary(forUse);
        }
        HeldConnection known = usable(Route.REPLICA);
        try {
            HeldConnection entered = connected(Route.REPLICA);
            if (hasWrites(entered, causality)) {
                entered.apply(settings);
                return entered;
            }
        } catch (SQLException refusal) {
            boolean connected = known != null || usable(Route.REPLICA) != null;
            if (connected && FailureKind.of(refusal) != FailureKind.LOST) {
                throw refusal; // a setting that the application chose and the database does not know
            }
            drop(Route.REPLICA);
            source.replicaFailed(refusal);
            return enterAfter(refusal, forUse);
        }
        source.replicaBehind();
        return enterPrimary(forUse);
    }

    /** What was written on the primary with auto-commit on, before something is read elsewhere. */
    private void noteWrites() throws SQLException {
        HeldConnection written = primary;
        if (written != null) {
            written.noteWrites();
        }
    }

    private HeldConnection enterAfter(SQLException refusal, boolean forUse) throws SQLException {
        try {
            return enterPrimary(forUse);
        } catch (SQLException failure) {
            failure.addSuppressed(refusal);
            throw failure;
        }
    }

    private HeldConnection enterPrimary(boolean forUse) throws SQLException {
        if (forUse) {
            pass.enter();
        }
        HeldConnection held = connected(Route.PRIMARY);
        try {
            held.apply(settings);
            return held;
        } catch (SQLException failure) {
            if (FailureKind.of(failure) == FailureKind.LOST) {
                hold(Route.PRIMARY, null);
                held.cutOff();
            }
            throw failure;
        }
    }

    private HeldConnection connected(Route route) throws SQLException {
        // First give, then take: two connections at once, from two pools, could wait for each other.
        giveBackIfIdle(route.other());
        HeldConnection held = usable(route);
        if (held == null) {
            held = source.connect(route);
            hold(route, held);
        }
        return held;
    }

    /** The held connection of a route; one that is over is let go. */
    private @Nullable HeldConnection usable(Route route) throws SQLException {
        HeldConnection held = held(route);
        if (held != null && isOver(held)) {
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
        try {
            for (HeldConnection held : held()) {
                try {
                    held.giveBack(held == open);
                } catch (SQLException failed) {
                    failure = chain(failure, failed);
                }
            }
        } finally {
            forget();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Cuts off what runs on a replica; may be called from any thread. A statement on the primary goes on, and its connection is cut off
     * when it is given back: the driver would send KILL, which releases a commit that waits for the partner.
     */
    void abort(Executor executor) throws SQLException {
        for (HeldConnection held : held()) {
            if (held.route() == Route.PRIMARY) {
                held.condemn();
            } else {
                held.physical().abort(executor);
            }
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
