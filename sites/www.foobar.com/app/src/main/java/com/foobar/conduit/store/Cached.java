package com.foobar.conduit.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answer of a costly query for a short time. While one thread asks anew the others get the old answer, so that a
 * busy site asks once per period. Safe for use by many threads.
 */
public final class Cached<T> {

    private final long maximumAgeNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Answer<T> last;

    /**
     * Keeps nothing yet.
     *
     * @param nanoTime a clock that only goes forward, as {@link System#nanoTime()}
     */
    public Cached(Duration maximumAge, LongSupplier nanoTime) {
        this.maximumAgeNanos = maximumAge.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The kept answer or, if it is too old and nobody else is asking, the query's. */
    public T get(Query<T> query) throws SQLException {
        Answer<T> known = last;
        if (known != null && nanoTime.getAsLong() - known.atNanos() < maximumAgeNanos) {
            return known.value();
        }
        if (!asking.tryLock()) {
            return known != null ? known.value() : query.ask();
        }
        try {
            return refresh(query);
        } finally {
            asking.unlock();
        }
    }

    /** Asks now, whatever is kept, and keeps the answer. */
    public T refresh(Query<T> query) throws SQLException {
        long now = nanoTime.getAsLong();
        T value = query.ask();
        last = new Answer<>(value, now);
        return value;
    }

    /** The costly question. */
    @FunctionalInterface
    public interface Query<T> {
        T ask() throws SQLException;
    }

    private record Answer<T>(T value, long atNanos) {}
}
