package dev.tandem.routing;

import dev.tandem.routing.route.Route;
import dev.tandem.routing.sql.SessionTrace;
import dev.tandem.routing.sql.SqlText;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections that a {@link RoutedConnection} holds, at most one for each {@link Route}, and what sessions that are gone had held.
 *
 * <p>For the connection's one thread; {@link #abort} alone may come from another.
 */
final class HeldPair {
    private static final System.Logger LOG = System.getLogger(HeldPair.class.getName());

    private final RoutingDataSource source;
    private volatile @Nullable HeldConnection primary;
    private volatile @Nullable HeldConnection replica;
    private SessionTrace gone = SessionTrace.NONE;
    private @Nullable Throwable reason;

    HeldPair(RoutingDataSource source) {
        this.source = source;
    }

    @Nullable
    HeldConnection get(Route route) {
        return route == Route.PRIMARY ? primary : replica;
    }

    private void put(Route route, @Nullable HeldConnection held) {
        if (route == Route.PRIMARY) {
            primary = held;
        } else {
            replica = held;
        }
    }

    /** The connection of that route, a new one where none is held. */
    HeldConnection connected(Route route) throws SQLException {
        // First give, then take: two connections at once, from two pools, could wait for each other.
        giveBackIfIdle(route.other());
        HeldConnection held = usable(route);
        if (held == null) {
            held = source.connect(route);
            put(route, held);
        }
        return held;
    }

    /** The held connection of a route; one that is over is let go. */
    @Nullable
    HeldConnection usable(Route route) {
        HeldConnection held = get(route);
        if (held != null && isOver(held)) {
            leave(held);
            return null;
        }
        return held;
    }

    /** Broken, or a connection to what is primary no longer, or from before a pause, where that may be so. */
    boolean isOver(HeldConnection held) {
        return held.isCondemned()
                || held.isGone()
                || (held.route() == Route.PRIMARY
                        && held.generation() != source.gate().generation());
    }

    /** The application went to the other side. What a later statement may need stays for its return, as does what it still reads. */
    private void giveBackIfIdle(Route route) {
        HeldConnection held = get(route);
        if (held != null && held.isIdle() && !held.trace().holds()) {
            put(route, null);
            gone = gone.and(held.trace().answers());
            giveBack(held);
        }
    }

    /** Lets a connection go whose session cannot be had any more; nobody else shall have what it holds. */
    void leave(HeldConnection held) {
        lose(held, null);
        if (held.trace().holds()) {
            held.cutOff();
        } else {
            giveBack(held);
        }
    }

    /** Cuts a connection off that leads nowhere. */
    void cutOff(HeldConnection held, @Nullable Throwable failure) {
        lose(held, failure);
        held.cutOff();
    }

    private void lose(HeldConnection held, @Nullable Throwable failure) {
        if (get(held.route()) == held) {
            put(held.route(), null);
        }
        gone = gone.and(held.trace());
        reason = failure == null ? reason : failure;
    }

    /** It is no affair of the statement that comes next, on another connection. */
    private static void giveBack(HeldConnection held) {
        try {
            held.giveBack(false);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "a connection was not given back well", failure);
        }
    }

    /**
     * The one place where a lost session is told. Everything that needs a physical connection, begins a transaction or ends one passes here first.
     *
     * @param on where the next statement runs, once that is known; it does not miss what it finds there
     * @return what to throw, once, when what comes next would miss something that is gone; null when it would not
     */
    @Nullable
    SessionLostException lostFor(SqlText next, @Nullable Route on) {
        for (HeldConnection held : all()) {
            // One that is over is left, but not under what is still read from it.
            if (isOver(held) && (held.isGone() || held.isIdle() || held.trace().holds())) {
                leave(held);
            }
        }
        if (!gone.isMissedBy(next) && !isElsewhere(next, on)) {
            return null;
        }
        SessionLostException told = new SessionLostException(reason);
        gone = SessionTrace.NONE;
        reason = null;
        return told;
    }

    /** It asks for a key, for instance, of a row that was inserted on the other side. */
    private boolean isElsewhere(SqlText next, @Nullable Route on) {
        return on != null
                && answers(on.other()).isMissedBy(next)
                && !answers(on).isMissedBy(next);
    }

    private SessionTrace answers(Route route) {
        HeldConnection held = get(route);
        return held == null ? SessionTrace.NONE : held.trace().answers();
    }

    /** {@link #lostFor}, thrown. */
    void requireSessionFor(SqlText next, @Nullable Route on) throws SessionLostException {
        SessionLostException lost = lostFor(next, on);
        if (lost != null) {
            throw lost;
        }
    }

    /** Who was told could not tell the application, which therefore hears it at its next call. */
    void tellAgain() {
        gone = new SessionTrace(true, false, false);
    }

    /** A statement was sent on one of them. */
    void ran(HeldConnection held, SqlText sql) {
        held.ran(sql);
        gone = gone.replacedBy(sql);
    }

    /**
     * Gives everything back, whatever fails on the way.
     *
     * @param open the one with an open transaction
     */
    void close(@Nullable HeldConnection open) throws SQLException {
        SQLException failure = null;
        for (HeldConnection held : all()) {
            put(held.route(), null);
            try {
                held.giveBack(held == open);
            } catch (SQLException failed) {
                failure = chain(failure, failed);
            }
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
        for (HeldConnection held : all()) {
            if (held.route() == Route.PRIMARY) {
                held.condemn();
            } else {
                held.physical().abort(executor);
            }
        }
    }

    private List<HeldConnection> all() {
        List<HeldConnection> all = new ArrayList<>();
        for (Route route : Route.values()) {
            HeldConnection held = get(route);
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
