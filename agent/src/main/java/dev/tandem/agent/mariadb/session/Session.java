package dev.tandem.agent.mariadb.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to this machine's mysqld for one purpose, kept open: new ones may not come about while commits wait. Safe for many
 * threads, of which one at a time has its turn.
 *
 * <p>mysqld, an administrator or the kernel may end a connection that nobody uses, and the next statement would be the first to
 * notice: it gets no answer, and nothing tells whether it was carried out. So a connection that was idle is asked whether it lives
 * before it is used, and made anew when it does not. What fails until then is a {@link NotSentException}; what fails afterwards may
 * have been carried out.
 */
public final class Session implements AutoCloseable, Sql {
    private static final System.Logger LOG = System.getLogger("agent.session");

    /** Asked after less than that, every other statement of an order would take twice as long. */
    private static final Duration FRESH = Duration.ofMillis(300);

    /** A ping waits for no lock in mysqld. */
    private static final int LIVES_WITHIN_SECONDS = 1;

    private final Login login;
    private final int answersWithin;
    private final LongSupplier nanos;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile boolean kept;
    private volatile long used;

    /**
     * @param answersWithin after which a statement counts as unanswered, in milliseconds; 0 for never
     * @param nanos what time it is, see {@link System#nanoTime}
     */
    public Session(Login login, int answersWithin, LongSupplier nanos) {
        this.login = login;
        this.answersWithin = answersWithin;
        this.nanos = nanos;
    }

    /** What is done with a statement. */
    public interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    /**
     * Does it, over a connection that lived a moment ago. A failure of the connection drops it, so that the next call opens another
     * one.
     *
     * @throws NotSentException when nothing was sent
     */
    public <T> T run(Work<T> work) throws SQLException {
        turn.lock();
        try {
            return over(living(), work);
        } finally {
            turn.unlock();
        }
    }

    public void execute(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    @Override
    public List<List<Map<String, String>>> answers(String statements) throws SQLException {
        return run(statement -> Answers.to(statement, statements));
    }

    @Override
    public List<List<Map<String, String>>> ask(String questions) throws SQLException {
        try {
            return run(statement -> Answers.to(statement, questions));
        } catch (SQLException failure) {
            throw isOfConnection(failure) ? new NotSentException(failure) : failure;
        }
    }

    /** Opens it now, if it is not, and sees that it lives. */
    public void open() throws NotSentException {
        turn.lock();
        try {
            kept = true;
            Connection _ = living();
        } finally {
            turn.unlock();
        }
    }

    /** Sees that it still lives, and opens another one when not; nothing while it has work, or where none is kept. */
    public void tend() {
        if (!kept || !turn.tryLock()) {
            return;
        }
        try {
            Connection _ = living();
        } catch (NotSentException later) {
            LOG.log(System.Logger.Level.DEBUG, "there is no session now", later);
        } finally {
            turn.unlock();
        }
    }

    private Connection living() throws NotSentException {
        Connection old = connection;
        try {
            if (old != null && !old.isClosed() && (isFresh() || old.isValid(LIVES_WITHIN_SECONDS))) {
                used = nanos.getAsLong();
                return old;
            }
            drop();
            Connection opened = login.connect(answersWithin);
            used = nanos.getAsLong();
            connection = opened;
            return opened;
        } catch (SQLException unreachable) {
            throw new NotSentException(unreachable);
        }
    }

    private boolean isFresh() {
        return nanos.getAsLong() - used < FRESH.toNanos();
    }

    private <T> T over(Connection open, Work<T> work) throws SQLException {
        try (Statement statement = statement(open)) {
            T done = work.with(statement);
            used = nanos.getAsLong();
            return done;
        } catch (SQLException failure) {
            if (isOfConnection(failure)) {
                drop();
            }
            throw failure;
        } catch (RuntimeException garbled) {
            // Whatever it was, it was sent.
            drop();
            throw new SQLException("mysqld's answer is not understood: " + garbled, "08S01", garbled);
        }
    }

    private static Statement statement(Connection open) throws NotSentException {
        try {
            return open.createStatement();
        } catch (SQLException closed) {
            throw new NotSentException(closed);
        }
    }

    /** Whether it is about the connection, and not about what was sent over it (SQLSTATE class 08). */
    public static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08");
    }

    @Override
    public void close() {
        kept = false;
        drop();
    }

    private void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException broken) {
                // It is gone either way.
            }
        }
    }
}
