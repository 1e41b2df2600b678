package dev.tandem.runner.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where whoever wants a connection to the database waits for its turn, by {@link Turns}' rule and in the name of this thread's {@link Caller}.
 *
 * <p>Safe for many threads. Who need not wait takes a lock for some hundred instructions; who must is woken alone, when its turn has come.
 */
public final class ConnectionLine {
    private final ReentrantLock lock = new ReentrantLock();
    private final Turns turns;
    private final int connections;

    /** @param connections how many there are */
    public ConnectionLine(int connections) {
        this.connections = connections;
        this.turns = new Turns(connections);
    }

    /**
     * The right to one connection, from now on.
     *
     * @return empty when its turn has not come in that time
     * @throws InterruptedException when the thread was interrupted while it waited; then it has no turn
     */
    public Optional<Turn> await(Duration atMost) throws InterruptedException {
        Caller caller = Caller.current();
        lock.lock();
        try {
            return turns.take(caller) || isCalled(caller, atMost) ? Optional.of(new Turn(caller)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isCalled(Caller caller, Duration atMost) throws InterruptedException {
        Condition called = lock.newCondition();
        Turns.Waiting waiting = turns.join(caller, called::signal);
        long leftNanos = atMost.toNanos();
        try {
            while (!waiting.isCalled() && leftNanos > 0) {
                leftNanos = called.awaitNanos(leftNanos);
            }
        } catch (InterruptedException ending) {
            if (!waiting.isCalled()) {
                throw ending;
            }
            // Its turn came in the same moment: whoever lends the connection sees the interruption.
            Thread.currentThread().interrupt();
        } finally {
            if (!waiting.isCalled()) {
                turns.leave(waiting);
            }
        }
        return waiting.isCalled();
    }

    /** How many wait now. */
    public int waiting() {
        lock.lock();
        try {
            return turns.waiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why there was none.
     *
     * @param held how many this thread's source has
     * @param words names no other client
     */
    public record Reason(int held, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    /** Why there is none for this thread now. */
    public Reason reason() {
        Source source = Caller.current().source();
        lock.lock();
        try {
            int held = turns.held(source);
            String words = held >= turns.share()
                    ? source + " has " + held + " of " + connections + ", and may have no more"
                    : connections - turns.free() + " of " + connections + " are lent, " + held + " of them to " + source
                            + ", and " + turns.waiting() + " wait";
            return new Reason(held, words);
        } finally {
            lock.unlock();
        }
    }

    /** The right to one connection. Safe for many threads. */
    public final class Turn {
        private final Caller caller;
        private boolean over;

        private Turn(Caller caller) {
            this.caller = caller;
        }

        /** The connection is free again. May be said again. */
        public void giveBack() {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    turns.giveBack(caller);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
