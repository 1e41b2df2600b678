package dev.tandem.routing;

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

        Undone(SQLException failure) {
            super(failure);
            this.failure = failure;
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
                goOnAfter(undone.failure, repetition);
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
                if (choice.transaction() != null || FailureKind.of(failure) != FailureKind.LOST) {
                    throw failure;
                }
                goOnAfter(failure, repetition);
            }
        }
    }

    /** Who aborted the connection, or closed it from another thread, did so to make this end. */
    private void goOnAfter(SQLException failure, Repetition repetition) throws SQLException {
        if (!repetition.awaitNext() || closed.getAsBoolean()) {
            throw failure;
        }
        source.repeats(failure);
    }

    /** For what is no statement. */
    <T extends @Nullable Object> T ask(Question<T> question) throws SQLException {
        try {
            return run(SqlText.NONE, true, new Task<T>() {
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
        boolean opening = choice.transaction() == null;
        boolean sent = false;
        HeldConnection held = null;
        try {
            held = choice.use();
            opening = opening && !held.isSessionUsed(choice.autoCommit());
            task.prepare(held);
            sent = true;
            T answer = task.run(held);
            held.ran(sql);
            return answer;
        } catch (SQLException failure) {
            if (held != null && sent) {
                choice.judge(held, failure);
            }
            Attempt attempt =
                    new Attempt(sent, opening, choice.autoCommit(), choice.readOnly(), repeatable && sql.isPlain());
            if (attempt.mayBeRepeatedAfter(failure) && left(held, failure, task)) {
                throw new Undone(failure);
            }
            if (held != null && sent) {
                held.ran(sql);
            }
            throw failure;
        } finally {
            choice.finishUse();
        }
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
