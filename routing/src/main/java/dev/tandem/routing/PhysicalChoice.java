package dev.tandem.routing;

import dev.tandem.routing.failure.FailureKind;
import dev.tandem.routing.jdbc.ChosenSettings;
import dev.tandem.routing.jdbc.Setting;
import dev.tandem.routing.route.Route;
import dev.tandem.routing.sql.SqlText;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connection a {@link RoutedConnection} works on, now and next: chooses at the first use, keeps to the choice for as long as a transaction
 * lasts. {@link #use} and {@link #look} are the only ways to one.
 *
 * <p>For the connection's one thread; {@link #abort} alone may come from another.
 */
final class PhysicalChoice {
    private final RoutingDataSource source;
    private final GatePass pass;
    private final HeldPair pair;
    private final ChosenSettings settings = new ChosenSettings();
    private final RouteChoice routes;
    private @Nullable HeldConnection current;
    private @Nullable OpenTransaction transaction;

    PhysicalChoice(RoutingDataSource source) {
        this.source = source;
        this.pass = new GatePass(source.gate());
        this.pair = new HeldPair(source);
        this.routes = new RouteChoice(source, pass, pair, settings);
    }

    boolean readOnly() {
        return settings.readOnly();
    }

    boolean autoCommit() {
        return settings.autoCommit();
    }

    @Nullable
    Object setting(Setting setting) {
        return settings.get(setting);
    }

    /** The open transaction, or null when none is open. */
    @Nullable
    OpenTransaction transaction() {
        return transaction;
    }

    /** The connection last chosen and not yet left, or null. */
    @Nullable
    HeldConnection current() {
        return current;
    }

    /** Records a setting for whichever connection is used next, and makes it hold at once in an open transaction. */
    void set(Setting setting, @Nullable Object value) throws SQLException {
        OpenTransaction open = transaction;
        if (open != null) {
            open.requireWhole();
            try {
                open.held().apply(setting, value);
            } catch (SQLException failure) {
                throw open.failed(failure);
            }
        }
        settings.set(setting, value);
    }

    /** A setting with which the next use chooses anew; with an open transaction this commits it (JDBC 4.3, Connection.setAutoCommit). */
    void setAutoCommit(boolean autoCommit) throws SQLException {
        OpenTransaction open = transaction;
        if (open == null) {
            requireSession();
        } else {
            end(open, () -> open.held().apply(Setting.AUTO_COMMIT, autoCommit));
        }
        settings.set(Setting.AUTO_COMMIT, autoCommit);
        endTransaction();
    }

    void commit() throws SQLException {
        OpenTransaction open = transaction;
        if (open == null) {
            requireSession();
            return;
        }
        end(open, () -> open.held().physical().commit());
        endTransaction();
    }

    private void end(OpenTransaction open, OpenTransaction.Commit commit) throws SQLException {
        try {
            open.commit(commit);
        } catch (SQLException failure) {
            judge(open.held(), failure);
            throw failure;
        }
        open.held().ended();
    }

    /** Ends the transaction, in every case: where the server does not roll it back when it is told to, it does so because its connection ends. */
    void rollback() throws SQLException {
        OpenTransaction open = transaction;
        if (open == null) {
            return;
        }
        if (open.isOver()) {
            cutOff(open.held(), null);
            return;
        }
        try {
            open.held().physical().rollback();
        } catch (SQLException | RuntimeException failure) {
            // Restored and given back, it would commit: turning auto-commit on does.
            cutOff(open.held(), failure);
            throw failure;
        }
        open.held().ended();
        endTransaction();
    }

    /** The next use chooses anew. */
    void endTransaction() {
        transaction = null;
        current = null;
        pass.leave();
    }

    /** For what needs no connection, but claims something that a lost session makes untrue. */
    private void requireSession() throws SessionLostException {
        pair.requireSessionFor(SqlText.NONE, null);
    }

    /** What to tell of a use that failed before it was sent; null when it would miss nothing. */
    @Nullable
    SessionLostException lostFor(SqlText next) {
        return pair.lostFor(next, null);
    }

    /** Whether the connection answers. It cannot tell that a session is lost: the next call does. */
    boolean isValid(int timeoutSeconds) {
        try {
            HeldConnection held = look();
            return held.physical().isValid(timeoutSeconds);
        } catch (SessionLostException lost) {
            pair.tellAgain();
            return false;
        } catch (SQLException unreachable) {
            return false; // neither side gives a connection: that is the answer, not an error
        }
    }

    /** A statement was sent; whether it succeeded does not matter. */
    void ran(HeldConnection held, SqlText sql) {
        pair.ran(held, sql);
        OpenTransaction open = transaction;
        if (open != null) {
            open.ran(sql);
        }
    }

    /** After a statement: outside a transaction nothing is under way any more. */
    void finishUse() {
        if (transaction == null) {
            pass.leave();
        }
    }

    /** Looks whether a failure says that this is no connection to the primary any more, nor any other of its time. */
    void judge(HeldConnection held, SQLException failure) {
        boolean refused = FailureKind.of(failure) == FailureKind.READ_ONLY
                || (failure.getCause() instanceof SQLException cause && FailureKind.of(cause) == FailureKind.READ_ONLY);
        if (held.route() == Route.PRIMARY && !readOnly() && refused) {
            held.condemn();
            source.gate().renew(held.generation());
        }
    }

    /** Gives a connection up that leads nowhere, and with it the transaction that began on it. */
    void cutOff(HeldConnection held, @Nullable Throwable failure) {
        endTransaction();
        routes.cutOff(held, failure);
    }

    /** Where the next statement will probably run: it may still fall back to the primary. */
    Route expected() {
        OpenTransaction open = transaction;
        if (open != null) {
            return open.held().route();
        }
        return readOnly() ? Route.REPLICA : Route.PRIMARY;
    }

    /**
     * The connection for a use that belongs to a transaction; with auto-commit off it begins one. Waits while the primary is paused.
     * {@link #finishUse} follows.
     */
    HeldConnection use(SqlText next) throws SQLException {
        HeldConnection chosen = chosen(next, true);
        if (transaction == null && !autoCommit()) {
            transaction = new OpenTransaction(chosen, readOnly());
        }
        return chosen;
    }

    /** The connection for a question that belongs to no transaction. */
    HeldConnection look() throws SQLException {
        return chosen(SqlText.NONE, false);
    }

    private HeldConnection chosen(SqlText next, boolean forUse) throws SQLException {
        OpenTransaction open = transaction;
        if (open != null) {
            open.requireWhole();
            open.held().apply(settings.all());
            return open.held();
        }
        HeldConnection kept = current;
        current = null;
        HeldConnection chosen = routes.choose(kept, next, forUse);
        current = chosen;
        return chosen;
    }

    /** Gives everything back, whatever fails on the way. */
    void close() throws SQLException {
        OpenTransaction open = transaction;
        try {
            pair.close(open == null ? null : open.held());
        } finally {
            endTransaction();
        }
    }

    /** See {@link HeldPair#abort}. */
    void abort(Executor executor) throws SQLException {
        pair.abort(executor);
    }
}
