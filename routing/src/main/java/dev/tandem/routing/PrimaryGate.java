package dev.tandem.routing;

import dev.tandem.routing.time.Ticker;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds back new work for the primary while another machine becomes primary, so that nothing of it fails.
 *
 * <p>A piece of work is a transaction from its first statement to its end, or one statement with auto-commit on. While the gate is
 * paused, work that is under way goes on and may finish, and new work waits. A pause always ends: by {@link #resume}, or when its time
 * is over. Safe for many threads.
 */
public final class PrimaryGate {
    /** A server that stays read-only is not connected to anew by each statement in turn. */
    private static final Duration RENEWED_EVERY = Duration.ofMillis(200);

    private final Ticker ticker;
    private final Runnable beforeGoingOn;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int underWay;
    private boolean paused;
    private long pauses;
    private long untilNanos;
    private final AtomicLong generation = new AtomicLong();
    private long renewableFromNanos;

    /** A gate that is open, and at whose end of a pause nothing is to be done. */
    public PrimaryGate() {
        this(() -> {});
    }

    /** @param beforeGoingOn run when connections from before are not to be used again, before anything goes on; short, as for a pool to let its connections go */
    public PrimaryGate(Runnable beforeGoingOn) {
        this(Ticker.system(), beforeGoingOn);
    }

    PrimaryGate(Ticker ticker, Runnable beforeGoingOn) {
        this.ticker = ticker;
        this.beforeGoingOn = beforeGoingOn;
        this.renewableFromNanos = ticker.nanos();
    }

    /**
     * Holds new work back from now on, for {@code atMost} at the longest, and waits until what is under way has ended. A pause that is
     * asked for during another one takes its place.
     *
     * @return true when nothing is under way any more; false when that did not come about, then the gate is open again
     */
    public boolean pause(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long mine = ++pauses;
            paused = true;
            untilNanos = ticker.nanos() + atMost.toNanos();
            changed.signalAll();
            return awaitQuiet(mine);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitQuiet(long mine) throws InterruptedException {
        boolean done = false;
        try {
            while (underWay > 0 && stillPaused() && mine == pauses) {
                changed.awaitNanos(untilNanos - ticker.nanos());
            }
            done = underWay == 0 && stillPaused() && mine == pauses;
            return done;
        } finally {
            if (!done && mine == pauses) {
                goOn();
            }
        }
    }

    /** Lets everything go on; nothing when the gate is open. */
    public void resume() {
        lock.lock();
        try {
            goOn();
        } finally {
            lock.unlock();
        }
    }

    /** How much work is under way on the primary now. */
    public int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    /** Whether new work waits now. */
    public boolean isPaused() {
        lock.lock();
        try {
            return stillPaused();
        } finally {
            lock.unlock();
        }
    }

    /** Rises with the end of each pause, and otherwise when what was connected before leads to a machine that is primary no longer. */
    public long generation() {
        return generation.get();
    }

    /**
     * The server behind connections of that generation takes no writes any more: they are all let go, so that work goes on over new ones.
     * It would else meet one after the other, and be cut off on the last of them with an unknown outcome.
     */
    void renew(long seen) {
        lock.lock();
        try {
            long now = ticker.nanos();
            if (seen == generation.get() && now - renewableFromNanos >= 0) {
                renewableFromNanos = now + RENEWED_EVERY.toNanos();
                beforeGoingOn.run();
                generation.incrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins a piece of work, as soon as the gate is open. */
    void enter() throws SQLException {
        try {
            lock.lockInterruptibly();
            try {
                while (stillPaused()) {
                    changed.awaitNanos(untilNanos - ticker.nanos());
                }
                underWay++;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(
                    "interrupted while the primary was paused; nothing was sent", "08001", ending);
        }
    }

    /** Ends a piece of work. */
    void leave() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean stillPaused() {
        if (paused && ticker.nanos() - untilNanos >= 0) {
            goOn();
        }
        return paused;
    }

    private void goOn() {
        if (!paused) {
            return;
        }
        try {
            beforeGoingOn.run();
        } finally {
            paused = false;
            generation.incrementAndGet();
            changed.signalAll();
        }
    }
}
