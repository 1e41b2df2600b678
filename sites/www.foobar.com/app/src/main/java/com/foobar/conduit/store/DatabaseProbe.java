package com.foobar.conduit.store;

import com.foobar.conduit.security.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database how it is, at most once per {@link #PERIOD} however often it is asked itself, and answers within
 * {@link #PATIENCE}. A question that hangs is not asked a second time beside it. Safe for use by many threads.
 */
public final class DatabaseProbe {

    static final Duration PERIOD = Duration.ofSeconds(1);
    static final Duration PATIENCE = Duration.ofMillis(500);

    private final Question question;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private @Nullable Asked last;

    /** What is known of the database. */
    public enum State {
        UP,
        READ_ONLY,
        DOWN
    }

    /**
     * Has not asked yet.
     *
     * @param executor runs the question, which may hang, on a thread of its own
     * @param nanoTime a clock that only goes forward
     */
    public DatabaseProbe(Question question, Executor executor, LongSupplier nanoTime) {
        this.question = question;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Asks the primary whether it takes writes and, if it does not, whether reads work. */
    public static Question of(Transactions transactions) {
        Viewer nobody = Viewer.anonymous(false);
        return () -> {
            if (holds(() -> transactions.read(nobody, Freshness.LATEST, DatabaseProbe::takesWrites))) {
                return State.UP;
            }
            return holds(() -> transactions.read(nobody, Freshness.SHARED, connection -> connection.isValid(1)))
                    ? State.READ_ONLY
                    : State.DOWN;
        };
    }

    private static boolean takesWrites(Connection connection) throws SQLException {
        return Sql.of("SELECT CAST(@@global.read_only AS CHAR) IN ('0', 'OFF')")
                .first(connection, row -> row.getBoolean(1))
                .orElse(false);
    }

    /** The state, at most {@link #PERIOD} old; down if no answer came in time. */
    public State state() {
        Asked asked = current();
        long waited = nanoTime.getAsLong() - asked.atNanos();
        try {
            return asked.answer().get(Math.max(0, PATIENCE.toNanos() - waited), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return State.DOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return State.DOWN;
        }
    }

    private synchronized Asked current() {
        long now = nanoTime.getAsLong();
        if (last == null || (last.answer().isDone() && now - last.atNanos() >= PERIOD.toNanos())) {
            last = new Asked(CompletableFuture.supplyAsync(question::ask, executor), now);
        }
        return last;
    }

    private static boolean holds(BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** How the database is asked. */
    @FunctionalInterface
    public interface Question {
        State ask();
    }

    private record Asked(CompletableFuture<State> answer, long atNanos) {}
}
