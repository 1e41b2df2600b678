package dev.tandem.lab.drill.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets clients work at a steady pace, each on a thread of its own, until the file {@code stop} appears in the load's folder or
 * its time is over: a load whose drill was killed ends by itself. A client that was held up leaves out what it missed.
 */
final class Pace {
    private static final long SECOND = 1_000_000_000L;
    private static final long AFTER_FAILURE = SECOND / 50;

    private final Path stop;
    private final long end;
    private final List<Thread> threads = new ArrayList<>();

    Pace(Path folder, long seconds) {
        this.stop = folder.resolve("stop");
        this.end = System.nanoTime() + seconds * SECOND;
    }

    /**
     * Adds a client.
     *
     * @param perSecond how often it works
     * @param share between 0 and 1: by how much of its interval it begins later, so that clients take turns
     * @param work one request; whether it went well. After a failure the next one follows at once
     */
    void add(int perSecond, double share, BooleanSupplier work) {
        long interval = SECOND / perSecond;
        threads.add(Thread.ofPlatform().unstarted(() -> run(interval, (long) (interval * share), work)));
    }

    /** Runs all of them to their end. */
    void run(Path ready) throws IOException, InterruptedException {
        threads.forEach(Thread::start);
        Files.writeString(ready, "ready\n");
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(long interval, long offset, BooleanSupplier work) {
        long due = System.nanoTime() + offset;
        while (due < end && !Files.exists(stop)) {
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
            long now = System.nanoTime();
            if (now < due) {
                continue;
            }
            if (work.getAsBoolean()) {
                due += interval;
                // What was missed while waiting is not made up for: it would hit the site all at once.
                due = Math.max(due, System.nanoTime() - interval);
            } else {
                due = System.nanoTime() + AFTER_FAILURE;
            }
        }
    }
}
