package dev.tandem.routing;

import dev.tandem.routing.failure.Attempt;
import dev.tandem.routing.failure.FailureKind;
import dev.tandem.routing.failure.Fate;
import dev.tandem.routing.failure.Repetition;
import dev.tandem.routing.sql.SqlText;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one use on the physical connection it belongs to, and runs it again elsewhere where {@link Attempt} says that nothing of it was
 * done. Notes what was written.
 */
final class Execution {
    /** A use in two steps; both may be called several times, each time for another physical connection. */
    interface Task<T extends @Nullable Object> {
        /** Makes ready what runs; the server's data does not change by it. */
        void prepare(HeldConnection held) throws Throwable;

        T run(HeldConnection held) throws Throwable;

        /** The physical connection is about to be cut off. */
        default void leave() {}
    }

    /** A use that needs no preparation. */
    @FunctionalInterface
    interface Question<T extends @Nullable Object> {
        T on(HeldConnection held) throws SQLException;
    }

    /** The attempt did nothing and may be repeated. */
    private static final class Undone extends Exception {
        final SQLException failure;

        /** What the application hears when it is not repeated after all. */
        final SQLException told;

        Undone(SQLException failure, SQLException told) {
            super(failure);
            this.failure = failure;
            this.told = told;
        }
    }

    private final RoutingDataSource source;
    private final PhysicalChoice choice;
    private final BooleanSupplier closed;

    /** @param closed whether the application has no use for an answer any more */
    Execution(RoutingDataSource source, PhysicalChoice choice, BooleanSupplier closed) {
        this.source = source;
        this.choice = choice;
        this.closed = closed;
    }

    /** @param repeatable whether the server may be sent the same once more, see {@link Attempt} */
    <T extends @Nullable Object> T run(SqlText sql, boolean repeatable, Task<T> task) throws Throwable {
        Repetition repetition = source.repetition();
        while (true) {
            try {
                return attempt(sql, repeatable, task);
            } catch (Undone undone) {
                goOnAfter(undone.failure, undone.told, repetition);
            }
        }
    }

    /** The physical connection for a question that belongs to no transaction. */
    HeldConnection look() throws SQLException {
        Repetition repetition = source.repetition();
        while (true) {
            try {
                return choice.look();
            } catch (SQLException failure) {
                OpenTransaction open = choice.transaction();
                if (open != null) {
                    throw open.failed(failure);
                }
                if (FailureKind.of(failure) != FailureKind.LOST) {
                    throw failure;
                }
                goOnAfter(failure, failure, repetition);
            }
        }
    }

    /** Who aborted the connection, or closed it from another thread, did so to make this end. */
    private void goOnAfter(SQLException failure, SQLException told, Repetition repetition) throws SQLException {
        if (!repetition.awaitNext() || closed.getAsBoolean()) {
            throw told;
        }
        source.repeats(failure);
    }

    /**
     * For what is no statement.
     *
     * @param sql what it amounts to
     */
    <T extends @Nullable Object> T ask(SqlText sql, Question<T> question) throws SQLException {
        try {
            return run(sql, true, new Task<T>() {
                @Override
                public void prepare(HeldConnection held) {}

                @Override
                public T run(HeldConnection held) throws SQLException {
                    return question.on(held);
                }
            });
        } catch (SQLException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new SQLException("a question threw what it does not declare", impossible);
        }
    }

    private <T extends @Nullable Object> T attempt(SqlText sql, boolean repeatable, Task<T> task) throws Throwable {
        boolean first = choice.transaction() == null;
        boolean sent = false;
        HeldConnection held = null;
        try {
            held = choice.use(sql);
            HeldConnection chosen = held;
            task.prepare(chosen);
            sent = true;
            T answer = chosen.<T, Throwable>run(() -> task.run(chosen));
            choice.ran(chosen, sql);
            return answer;
        } catch (SQLException failure) {
            Attempt attempt = new Attempt(
                    sent,
                    first && (held == null || !held.trace().isMissedBy(sql)),
                    choice.autoCommit(),
                    choice.readOnly(),
                    repeatable && sql.isPlain(),
                    sql.onlyReads());
            throw failed(attempt, held, sql, failure, task);
        } catch (RuntimeException | Error broken) {
            if (held != null && sent) {
                choice.ran(held, sql);
            }
            throw broken;
        } finally {
            choice.finishUse();
        }
    }

    /** What to throw for it: {@link Undone} where it may be repeated. */
    private Exception failed(
            Attempt attempt, @Nullable HeldConnection held, SqlText sql, SQLException failure, Task<?> task) {
        if (held != null && attempt.sent()) {
            choice.judge(held, failure);
        }
        if (attempt.mayBeRepeatedAfter(failure) && left(held, failure, task)) {
            return new Undone(failure, OpenTransaction.told(fate(attempt, sql, failure), failure));
        }
        if (held != null && attempt.sent()) {
            choice.ran(held, sql);
        }
        OpenTransaction open = choice.transaction();
        if (open != null) {
            return open.failed(failure);
        }
        return held == null ? failure : failedAlone(attempt, held, sql, failure, task);
    }

    private static Fate fate(Attempt attempt, SqlText sql, SQLException failure) {
        if (!attempt.sent()) {
            return Fate.AS_IT_SAYS;
        }
        return attempt.autoCommit()
                ? Fate.alone(failure, true, attempt.readOnly(), sql)
                : Fate.within(failure, attempt.readOnly(), false);
    }

    /** With auto-commit on. */
    private SQLException failedAlone(
            Attempt attempt, HeldConnection held, SqlText sql, SQLException failure, Task<?> task) {
        if (FailureKind.of(failure) == FailureKind.LOST) {
            task.leave();
            choice.cutOff(held, failure);
            boolean nothingDone = !attempt.sent() || attempt.onlyReads();
            SessionLostException lost = nothingDone ? choice.lostFor(sql) : null;
            if (lost != null) {
                return lost;
            }
        }
        return OpenTransaction.told(fate(attempt, sql, failure), failure);
    }

    /** Something was done on it that is no use of its own, as through a result set. */
    void ran(HeldConnection held, SqlText sql) {
        choice.ran(held, sql);
    }

    /** What to throw for a call that is no use of its own: a question to a statement, a row of a result set. */
    SQLException failedBeside(HeldConnection held, SqlText sql, SQLException failure) {
        OpenTransaction open = choice.transaction();
        if (open != null) {
            return open.held() == held ? open.failed(failure) : failure;
        }
        return OpenTransaction.told(Fate.alone(failure, true, choice.readOnly(), sql), failure);
    }

    /** Leaves the connection for good; not while the application still reads something from it. */
    private boolean left(@Nullable HeldConnection held, SQLException failure, Task<?> task) {
        if (held == null) {
            return true;
        }
        task.leave();
        if (FailureKind.of(failure) != FailureKind.LOST && !held.isIdle()) {
            return false;
        }
        choice.cutOff(held, failure);
        return true;
    }
}
