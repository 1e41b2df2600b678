package com.foobar.conduit.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wrong passwords of the last minute: by whom, and for which account. After {@value #FROM_ONE_ASKER} of one asker for one account
 * that asker gets no more answers for it, so that nobody shuts the owner out, who asks from elsewhere; after {@value #FOR_ONE_ACCOUNT}
 * nobody does, because then many addresses guess together.
 *
 * <p>Each server counts for itself, and remembers {@value #KEPT} of each kind, those of latest use. Safe for use by many threads.
 */
public final class Guesses {

    static final int FROM_ONE_ASKER = 10;
    static final int FOR_ONE_ACCOUNT = 100;
    static final int KEPT = 10_000;

    /** How long a wrong password is remembered, from the first one of a series on. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Pair, Series> pairs = latest();
    private final Map<String, Series> accounts = latest();
    private final Map<Asker, Series> askers = latest();

    /**
     * Knows of none yet.
     *
     * @param nanoTime a clock that only goes forward, as {@link System#nanoTime()}
     */
    public Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether another password may be tried. The account's name need not be one that exists. */
    public boolean mayTry(Asker asker, String account) {
        lock.lock();
        try {
            return wrong(pairs.get(new Pair(asker, account))) < FROM_ONE_ASKER
                    && wrong(accounts.get(account)) < FOR_ONE_ACCOUNT;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing that this asker tried lately was wrong. */
    public boolean isClean(Asker asker) {
        lock.lock();
        try {
            return wrong(askers.get(asker)) == 0;
        } finally {
            lock.unlock();
        }
    }

    /** A password was wrong. */
    public void wasWrong(Asker asker, String account) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            pairs.merge(new Pair(asker, account), new Series(now, 1), Guesses::further);
            accounts.merge(account, new Series(now, 1), Guesses::further);
            askers.merge(asker, new Series(now, 1), Guesses::further);
        } finally {
            lock.unlock();
        }
    }

    /** A password was right: what this asker got wrong for this account before were slips of the hand. */
    public void wasRight(Asker asker, String account) {
        lock.lock();
        try {
            pairs.remove(new Pair(asker, account));
        } finally {
            lock.unlock();
        }
    }

    private int wrong(@Nullable Series series) {
        return series == null || series.isOver(nanoTime.getAsLong()) ? 0 : series.count();
    }

    private static Series further(Series before, Series one) {
        return before.isOver(one.beganNanos()) ? one : new Series(before.beganNanos(), before.count() + 1);
    }

    @SuppressWarnings("serial") // It is never written anywhere.
    private static <K, V> Map<K, V> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT;
            }
        };
    }

    private record Pair(Asker asker, String account) {}

    private record Series(long beganNanos, int count) {
        boolean isOver(long nowNanos) {
            return nowNanos - beganNanos > WINDOW.toNanos();
        }
    }
}
