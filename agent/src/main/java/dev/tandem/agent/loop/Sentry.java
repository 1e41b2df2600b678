package dev.tandem.agent.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Watches the loop from a thread of its own, which needs next to nothing of a processor: says to systemd that the process lives, and ends
 * the process when the loop hangs. systemd's own watchdog is for a process that stands still as a whole, and waits longer.
 * (decision 0044)
 */
public final class Sentry {
    /** Twenty signs within the time that systemd waits ({@code WatchdogSec} of the unit). */
    static final Duration LOOKS = Duration.ofMillis(500);

    /** A look that comes later says that this thread was not let either: the machine stood still. */
    private static final Duration LATE = LOOKS.multipliedBy(2);

    private final AtomicLong turns = new AtomicLong();
    private final Supplier<Duration> waited;
    private final Runnable lives;
    private final Runnable hangs;
    private long seen = -1;
    private Stall stall = Stall.NONE;

    /**
     * Prepares one.
     *
     * @param waited how long this process stood in the queue for a processor since the last question. Asked only while the loop makes no turn,
     *     because the answer takes a millisecond of a processor
     * @param lives called at each look at which the loop does not hang
     * @param hangs called when it does; ends the process
     */
    public Sentry(Supplier<Duration> waited, Runnable lives, Runnable hangs) {
        this.waited = waited;
        this.lives = lives;
        this.hangs = hangs;
    }

    /** The loop is well. Any thread. */
    public void turned() {
        turns.incrementAndGet();
    }

    /** Begins to look; for ever. */
    public void start() {
        Thread.ofPlatform().daemon().name("sentry").start(() -> {
            long last = System.nanoTime();
            while (true) {
                LockSupport.parkNanos(LOOKS.toNanos());
                long now = System.nanoTime();
                look(Duration.ofNanos(now - last));
                last = now;
            }
        });
    }

    /** @param passed since the last look */
    void look(Duration passed) {
        long now = turns.get();
        stall = now == seen ? stall.after(passed.compareTo(LATE) < 0 ? passed : LATE, queued()) : Stall.NONE;
        seen = now;
        if (stall.hangs()) {
            hangs.run();
        } else {
            lives.run();
        }
    }

    /** The first answer of a stall is for the time since the stall before, and excuses nothing. */
    private Duration queued() {
        Duration answer = waited.get();
        return stall.equals(Stall.NONE) ? Duration.ZERO : answer;
    }
}
