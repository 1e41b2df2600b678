package dev.tandem.runner.gate;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a connection to the database: one request, or one thread of the application that serves none. Knows how many it holds, of all pools
 * together.
 *
 * <p>A request's is bound to its thread by {@link #run}. A thread that the application made is not told for whom it works: it is a caller of its
 * own, of {@link Source#APPLICATION}. Safe for many threads.
 */
final class Caller {
    private static final ScopedValue<Caller> REQUEST = ScopedValue.newInstance();
    private static final ThreadLocal<Caller> THREAD = ThreadLocal.withInitial(() -> new Caller(Source.APPLICATION));

    private final Source source;
    private final AtomicInteger held = new AtomicInteger();

    Caller(Source source) {
        this.source = source;
    }

    /** The one for whom this thread works now. */
    static Caller current() {
        return REQUEST.isBound() ? REQUEST.get() : THREAD.get();
    }

    /** Does the request's work in its name. */
    <T extends @Nullable Object, X extends Throwable> T run(ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(REQUEST, this).call(work);
    }

    Source source() {
        return source;
    }

    /** Others wait for what it holds: it must not be made to wait for them. */
    boolean holdsOne() {
        return held.get() > 0;
    }

    void lent() {
        held.incrementAndGet();
    }

    void gaveBack() {
        held.decrementAndGet();
    }
}
