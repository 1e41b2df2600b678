package com.foobar.conduit.security;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where computations wait for their turn. Those of askers who got nothing wrong lately come before all others, one after the other; one
 * asker has a few of them here at a time; and where no more fit, the last of the others goes. So a flood of guesses waits for itself.
 * Who has waited long enough goes, too. Safe for use by many threads.
 */
public final class HashingLine {

    /** How long somebody waits for an answer and does not wonder. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** At some tens of milliseconds each, the last of so many clean ones is served well within {@link #PATIENCE}. */
    static final int LONGEST = 64;

    static final int OF_ONE_ASKER = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> clean = new ArrayDeque<>();
    private final Deque<Waiting> others = new ArrayDeque<>();
    private final Map<Asker, Integer> present = new HashMap<>();
    private final Duration patience;
    private int free;

    /**
     * An empty line.
     *
     * @param places how many are computed at once
     * @param patience how long one waits at most
     */
    public HashingLine(int places, Duration patience) {
        this.free = places;
        this.patience = patience;
    }

    /**
     * Computes when it is this asker's turn.
     *
     * @param isClean whether the asker got nothing wrong lately
     * @throws BusyException if it will not be, or not soon; the caller may try again
     */
    public <T> T compute(Asker asker, boolean isClean, Supplier<T> computation) {
        enter(asker, isClean);
        try {
            return computation.get();
        } finally {
            leave(asker);
        }
    }

    /** How many wait now. */
    int length() {
        lock.lock();
        try {
            return clean.size() + others.size();
        } finally {
            lock.unlock();
        }
    }

    private void enter(Asker asker, boolean isClean) {
        lock.lock();
        try {
            if (present.getOrDefault(asker, 0) >= OF_ONE_ASKER) {
                throw new BusyException("one address has %d of them here".formatted(OF_ONE_ASKER));
            }
            present.merge(asker, 1, Integer::sum);
            if (free > 0) {
                free--;
            } else {
                await(asker, isClean);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Asker asker, boolean isClean) {
        Waiting waiting = new Waiting(lock.newCondition());
        Deque<Waiting> line = isClean ? clean : others;
        try {
            makeRoom(isClean);
            line.addLast(waiting);
            waiting.untilTold(patience);
        } catch (BusyException e) {
            line.remove(waiting);
            goesAway(asker);
            throw e;
        }
    }

    private void makeRoom(boolean isClean) {
        if (clean.size() + others.size() < LONGEST) {
            return;
        }
        if (!isClean || others.isEmpty()) {
            throw new BusyException(LONGEST + " wait");
        }
        others.removeLast().tell(Waiting.Answer.GO);
    }

    private void leave(Asker asker) {
        lock.lock();
        try {
            goesAway(asker);
            Waiting next = clean.isEmpty() ? others.pollFirst() : clean.pollFirst();
            if (next == null) {
                free++;
            } else {
                next.tell(Waiting.Answer.COMPUTE);
            }
        } finally {
            lock.unlock();
        }
    }

    private void goesAway(Asker asker) {
        present.computeIfPresent(asker, (_, count) -> count == 1 ? null : count - 1);
    }

    /** One in the line; used under its lock. */
    private static final class Waiting {

        enum Answer {
            WAIT,
            COMPUTE,
            GO
        }

        private final Condition told;
        private Answer answer = Answer.WAIT;

        Waiting(Condition told) {
            this.told = told;
        }

        void tell(Answer what) {
            answer = what;
            told.signal();
        }

        /** Returns when it is this one's turn. */
        void untilTold(Duration patience) {
            long left = patience.toNanos();
            try {
                while (answer == Answer.WAIT && left > 0) {
                    left = told.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (answer != Answer.COMPUTE) {
                throw new BusyException(
                        answer == Answer.GO ? "somebody else came first" : "no place became free within " + patience);
            }
        }
    }

    /** Too many passwords are being hashed; try again in a moment. */
    public static final class BusyException extends RuntimeException {

        BusyException(String why) {
            super("a password was not hashed: " + why);
        }
    }
}
