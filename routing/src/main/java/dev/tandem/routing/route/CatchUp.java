package dev.tandem.routing.route;

import dev.tandem.routing.failure.FailureKind;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The two questions of {@link dev.tandem.routing.Causality} to the servers, in MariaDB's words.
 *
 * <p>Only a few wait at a time; the others ask and do not wait. Otherwise anybody could fill the replica's pool with waiting
 * readers by inventing positions. Safe for many threads.
 */
public final class CatchUp {
    private static final System.Logger LOG = System.getLogger(CatchUp.class.getName());

    /** Fewer than any pool worth having. */
    private static final int MOST_WAITING = 4;

    private static final String LAST_WRITTEN = "SELECT @@last_gtid";

    /** Behind a router the "replica" may be the primary itself, which has what was written though its slave position says nothing of it. */
    private static final String WAIT =
            "SELECT IF(CAST(@@global.read_only AS CHAR) IN ('0', 'OFF'), 0, MASTER_GTID_WAIT(?, ?))";

    private static final double MILLIS_PER_SECOND = 1e3;

    private final double waitSeconds;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final AtomicBoolean told = new AtomicBoolean();

    public CatchUp(Duration atMost) {
        this.waitSeconds = atMost.toMillis() / MILLIS_PER_SECOND;
    }

    /** Where the session's last write is, which is nowhere when it has written nothing yet; null when that cannot be had. */
    @Nullable
    public WritePosition lastWritten(Connection primary) {
        try (Statement statement = primary.createStatement();
                ResultSet rows = statement.executeQuery(LAST_WRITTEN)) {
            String text = rows.next() ? rows.getString(1) : null;
            return "".equals(text) ? WritePosition.NOTHING : parsed(text);
        } catch (SQLException failure) {
            tell("the primary did not say where the last write is; this client's reads stay on it", failure);
            return null;
        }
    }

    private static @Nullable WritePosition parsed(@Nullable String text) {
        return text == null ? null : WritePosition.parse(text).orElse(null);
    }

    /**
     * Whether the replica has all of it, waiting for it a little.
     *
     * @throws SQLException when the connection is gone
     */
    public boolean has(Connection replica, WritePosition position) throws SQLException {
        boolean mayWait = waiting.tryAcquire();
        try (PreparedStatement statement = replica.prepareStatement(WAIT)) {
            statement.setString(1, position.text());
            statement.setDouble(2, mayWait ? waitSeconds : 0);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getInt(1) == 0 && !rows.wasNull();
            }
        } catch (SQLException failure) {
            if (FailureKind.of(failure) == FailureKind.LOST) {
                throw failure;
            }
            tell("the replica did not say how far it is; this client's reads go to the primary", failure);
            return false;
        } finally {
            if (mayWait) {
                waiting.release();
            }
        }
    }

    /** Once aloud: it is the same for every request. */
    private void tell(String what, SQLException failure) {
        Level level = told.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
        LOG.log(level, what + ": " + failure.getMessage());
    }
}
