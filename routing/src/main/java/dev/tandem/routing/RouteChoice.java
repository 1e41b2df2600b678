package dev.tandem.routing;

import dev.tandem.routing.failure.FailureKind;
import dev.tandem.routing.jdbc.ChosenSettings;
import dev.tandem.routing.route.Route;
import dev.tandem.routing.route.WritePosition;
import dev.tandem.routing.sql.SqlText;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where what comes next runs, outside a transaction: on the primary, or for an application that only reads on a replica that has what its client wrote. For one
 * thread.
 */
final class RouteChoice {
    private final RoutingDataSource source;
    private final GatePass pass;
    private final HeldPair pair;
    private final ChosenSettings settings;

    RouteChoice(RoutingDataSource source, GatePass pass, HeldPair pair, ChosenSettings settings) {
        this.source = source;
        this.pass = pass;
        this.pair = pair;
        this.settings = settings;
    }

    /**
     * A connection that carries the settings.
     *
     * @param kept the one that was chosen last, where nothing but its state speaks against it
     * @param forUse whether it may change something, and therefore waits while the primary is paused
     */
    HeldConnection choose(@Nullable HeldConnection kept, SqlText next, boolean forUse) throws SQLException {
        pair.requireSessionFor(next, kept == null ? null : kept.route());
        if (kept != null && isReady(kept, next, forUse)) {
            return kept;
        }
        while (true) {
            pass.leave();
            HeldConnection chosen = settings.readOnly() ? reading(next, forUse) : enterPrimary(next, forUse);
            pair.requireSessionFor(next, chosen.route());
            // The primary may have changed while it was connected to; what led to the one before is let go by then.
            if (!chosen.isGone()) {
                return chosen;
            }
        }
    }

    /** Where a connection to a replica breaks, the others are not tried one after the other first. */
    void cutOff(HeldConnection held, @Nullable Throwable failure) {
        if (held.route() == Route.REPLICA
                && failure instanceof SQLException lost
                && FailureKind.of(lost) == FailureKind.LOST) {
            source.replicaFailed(lost);
        }
        pass.leave();
        pair.cutOff(held, failure);
    }

    /** Outside a transaction a connection that breaks now is replaced by whoever asks again. */
    private boolean isReady(HeldConnection kept, SqlText next, boolean forUse) throws SQLException {
        try {
            boolean stays = stays(kept, forUse);
            if (stays) {
                kept.apply(settings.all());
            }
            return stays;
        } catch (SQLException failure) {
            throw broken(kept, next, failure);
        }
    }

    /** While settings were applied, or it was asked how far it is; nothing of what comes next has been sent. */
    private SQLException broken(HeldConnection held, SqlText next, SQLException failure) throws SQLException {
        if (FailureKind.of(failure) == FailureKind.LOST) {
            cutOff(held, failure);
            pair.requireSessionFor(next, null);
        }
        return failure;
    }

    /** Whether the place that was chosen outside a transaction is still a good one. */
    private boolean stays(HeldConnection kept, boolean forUse) throws SQLException {
        if (kept.route() == Route.REPLICA) {
            return !pair.isOver(kept) && hasWrites(kept, Causality.current());
        }
        if (forUse) {
            pass.enter();
        }
        return !pair.isOver(kept);
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

    private HeldConnection reading(SqlText next, boolean forUse) throws SQLException {
        noteWrites();
        Causality causality = Causality.current();
        boolean allowed = causality == null || !causality.needsPrimary();
        if (!allowed || (pair.usable(Route.REPLICA) == null && !source.replicaAdmitted())) {
            return enterInstead(next, forUse, null);
        }
        try {
            HeldConnection entered = pair.connected(Route.REPLICA);
            if (hasWrites(entered, causality)) {
                entered.apply(settings.all());
                return entered;
            }
        } catch (SQLException refusal) {
            leaveReplica(refusal);
            return enterInstead(next, forUse, refusal);
        }
        source.replicaBehind();
        return enterInstead(next, forUse, null);
    }

    private void leaveReplica(SQLException refusal) throws SQLException {
        HeldConnection held = pair.get(Route.REPLICA);
        if (held != null && FailureKind.of(refusal) != FailureKind.LOST) {
            throw refusal; // a setting that the application chose and the database does not know
        }
        if (held != null) {
            pair.cutOff(held, refusal);
        }
        source.replicaFailed(refusal);
    }

    /** The primary in the place of a replica, whose session cannot be taken along. */
    private HeldConnection enterInstead(SqlText next, boolean forUse, @Nullable SQLException refusal)
            throws SQLException {
        HeldConnection left = pair.get(Route.REPLICA);
        if (left != null && left.trace().isMissedBy(next)) {
            pair.leave(left);
        }
        try {
            pair.requireSessionFor(next, null);
            return enterPrimary(next, forUse);
        } catch (SQLException failure) {
            if (refusal != null) {
                failure.addSuppressed(refusal);
            }
            throw failure;
        }
    }

    /** What was written on the primary with auto-commit on, before something is read elsewhere. */
    private void noteWrites() {
        HeldConnection written = pair.get(Route.PRIMARY);
        if (written != null) {
            written.noteWrites();
        }
    }

    private HeldConnection enterPrimary(SqlText next, boolean forUse) throws SQLException {
        if (forUse) {
            pass.enter();
        }
        HeldConnection held = pair.connected(Route.PRIMARY);
        try {
            held.apply(settings.all());
            return held;
        } catch (SQLException failure) {
            throw broken(held, next, failure);
        }
    }
}
