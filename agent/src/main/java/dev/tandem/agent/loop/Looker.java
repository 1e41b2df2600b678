package dev.tandem.agent.loop;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.agent.mariadb.Database;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Looks at MariaDB as often as it is told to, and at once when it is told to, on a thread of its own: mysqld may hang, the loop may
 * not.
 */
final class Looker {
    private final Database database;
    private final BiConsumer<Database.Look, Long> tell;
    private final BlockingQueue<Boolean> wishes = new LinkedBlockingQueue<>(1);
    private final AtomicLong acts = new AtomicLong();
    private volatile Duration every = Timing.LOOP;

    /** @param tell is given what was seen, and how many acts had ended when looking began */
    Looker(Database database, BiConsumer<Database.Look, Long> tell) {
        this.database = database;
        this.tell = tell;
    }

    void start() {
        Thread.ofPlatform().daemon().name("looker").start(this::lookForEver);
    }

    /** How often it looks from now on. */
    void every(Duration interval) {
        boolean sooner = interval.compareTo(every) < 0;
        every = interval;
        if (sooner) {
            now();
        }
    }

    /** Looks soon. */
    void now() {
        boolean _ = wishes.offer(true);
    }

    /** An act has ended: what is being seen right now may be from before it. */
    void actEnded() {
        acts.incrementAndGet();
    }

    /** How many acts have ended. */
    long acts() {
        return acts.get();
    }

    private void lookForEver() {
        long next = System.nanoTime();
        while (true) {
            try {
                Boolean _ = wishes.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
                long before = acts.get();
                next = System.nanoTime() + every.toNanos();
                tell.accept(database.look(new Tick(System.nanoTime())), before);
            } catch (InterruptedException ending) {
                return;
            }
        }
    }
}
