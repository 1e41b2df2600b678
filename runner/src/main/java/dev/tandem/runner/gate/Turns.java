package dev.tandem.runner.gate;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A number of connections, who holds how many of them, who waits for one, and whose turn it is. The rule, for any order of arrivals:
 *
 * <ul>
 *   <li>while one is free, whoever comes takes it, but no source holds more than {@link #share}: somebody else's request must find one,
 *       however long the others' take;
 *   <li>otherwise the next one goes to who waits for the source that holds fewest; of several, to who waits longest;
 *   <li>a caller that holds one already goes before all of them, and is not held to the share: what it holds others wait for, and they would
 *       wait for each other.
 * </ul>
 *
 * So who waits waits only while all are taken, or while its source has its share. Keeps a few words for each connection and each caller that waits;
 * a turn is found by looking at all of these. Not for several threads.
 */
final class Turns {
    private final int share;
    private final Map<Source, Party> parties = new HashMap<>();
    private final SequencedSet<Waiting> waiting = new LinkedHashSet<>();
    private int free;

    Turns(int connections) {
        this.share = share(connections);
        this.free = connections;
    }

    /** The most that one source holds: three quarters, so that at least one is left, where there are two. */
    static int share(int connections) {
        return Math.max(1, connections * 3 / 4);
    }

    /** All callers of one source. */
    private static final class Party {
        private int held;
        private int waiting;
    }

    /** One caller that waits. */
    static final class Waiting {
        private final Caller caller;
        private final Party party;
        private final Runnable call;
        private boolean called;

        private Waiting(Caller caller, Party party, Runnable call) {
            this.caller = caller;
            this.party = party;
            this.call = call;
        }

        /** Whether its turn has come; then it holds a connection. */
        boolean isCalled() {
            return called;
        }

        private boolean goesBefore(Waiting other) {
            return rank() < other.rank();
        }

        private int rank() {
            return caller.holdsOne() ? -1 : party.held;
        }
    }

    /** Whether the caller got one at once. Who did not may {@link #join} those who wait. */
    boolean take(Caller caller) {
        Party party = party(caller);
        boolean taken = free > 0 && mayHoldOneMore(caller, party);
        if (taken) {
            lend(caller, party);
        }
        forgetIfGone(caller, party);
        return taken;
    }

    /** @param call what is done when its turn has come */
    Waiting join(Caller caller, Runnable call) {
        Party party = party(caller);
        party.waiting++;
        Waiting joined = new Waiting(caller, party, call);
        waiting.add(joined);
        return joined;
    }

    /** Waits no longer, and was not called. */
    void leave(Waiting left) {
        if (waiting.remove(left)) {
            left.party.waiting--;
            forgetIfGone(left.caller, left.party);
        }
    }

    /**
     * Calls who is next.
     *
     * @throws IllegalStateException when the caller's source holds none
     */
    void giveBack(Caller caller) {
        Party party = parties.get(caller.source());
        if (party == null || party.held == 0) {
            throw new IllegalStateException(caller.source() + " gives back a connection that it does not hold");
        }
        party.held--;
        free++;
        caller.gaveBack();
        forgetIfGone(caller, party);
        callNext();
    }

    private void callNext() {
        Waiting next = next();
        // More than one where a caller waits twice: with its first connection it is not held to the share any more.
        while (next != null) {
            waiting.remove(next);
            next.party.waiting--;
            lend(next.caller, next.party);
            next.called = true;
            next.call.run();
            next = next();
        }
    }

    private @Nullable Waiting next() {
        Waiting next = null;
        if (free > 0) {
            for (Waiting each : waiting) {
                if (mayHoldOneMore(each.caller, each.party) && (next == null || each.goesBefore(next))) {
                    next = each;
                }
            }
        }
        return next;
    }

    private boolean mayHoldOneMore(Caller caller, Party party) {
        return party.held < share || caller.holdsOne();
    }

    private void lend(Caller caller, Party party) {
        free--;
        party.held++;
        caller.lent();
    }

    private Party party(Caller caller) {
        return parties.computeIfAbsent(caller.source(), _ -> new Party());
    }

    private void forgetIfGone(Caller caller, Party party) {
        if (party.held == 0 && party.waiting == 0) {
            parties.remove(caller.source());
        }
    }

    int held(Source source) {
        Party party = parties.get(source);
        return party == null ? 0 : party.held;
    }

    int share() {
        return share;
    }

    int free() {
        return free;
    }

    int waiting() {
        return waiting.size();
    }

    /** How many sources hold one or wait for one. */
    int parties() {
        return parties.size();
    }
}
