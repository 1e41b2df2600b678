package dev.tandem.agent.decide;

import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus.Admission;
import dev.tandem.protocol.Partner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers of its own doing, in one life. All of it may be lost: a new agent begins with {@link #ofNewAgent}
 * and acts on the stricter reading until it knows. Immutable for everybody but {@link #change}.
 */
public final class Memory implements Cloneable {
    /** Nothing of this machine can still be under way to the state's key. */
    static final long SETTLED = 0;

    /** Before the first read: whatever an earlier agent of this machine sent may still arrive. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** What this machine has may be counted on. */
    static final long NOT_RETIRED = 0;

    /**
     * A position that a candidate must have, taken while it lived that life.
     *
     * @param received what the candidate had then
     */
    record Sample(Partner life, GtidPosition position, GtidPosition received, boolean semiSync, Tick taken) {}

    /** The last heartbeat that etcd confirmed. */
    record Confirmed(long term, boolean handingOver, Tick sent) {}

    /** Steps of a switchover on the primary. */
    enum Step {
        NONE,
        /** Routers hold new connections back; transactions end. */
        PAUSED,
        /** Closed for writes; the partner catches up. */
        CLOSED
    }

    /** What is known of the SIGKILL that mysqld was sent last. */
    enum Kill {
        /** None was sent to the mysqld that runs. */
        NONE,
        /** It is under way, or mysqld was not looked at since. */
        BEGUN,
        /** It was sent, and the process is still there: it sleeps in the kernel, which ends it when what it waits for has come. */
        SURVIVED
    }

    /** The revision that a write of unknown outcome compares: it is dead when the key has moved on. */
    long unsettledAt = UNKNOWN;

    /** When this agent began. */
    final Tick begun;

    /** What tells this life of the agent from others of its machine. */
    final long life;

    @Nullable
    MachineName candidate;

    @Nullable
    Sample sample;

    /** When partner or candidate was last seen connected and acknowledging, or was given the chance to. */
    Tick voiceSeen;

    /** Replicas that this agent let in without a voice. */
    Set<MachineName> voiceless = Set.of();

    Map<MachineName, Admission> admitted = Map.of();

    /** How often this replica has asked to be let in; a number that no earlier agent used. */
    long knock;

    /** Whether this agent has asked at all: a connection that it found well stays. */
    boolean knocked;

    boolean knockUsed = true;
    Tick knockedAt;

    /** The knock of each replica that must not be answered: the call that it was for may still be under way. */
    Map<MachineName, Long> unanswered = Map.of();

    /** mysqld may still carry out an order that it did not answer in time. */
    boolean orderAdrift;

    Kill kill = Kill.NONE;

    /** Writing the taint down was tried: where that hangs or fails, it is no reason to leave everything else undone. */
    boolean marked;

    /** When mysqld last could not be started, or its data not be copied; null when it could. */
    @Nullable
    Tick notRevived;

    /** The revision of the state that was known when this replica began to say that it is no good for a partner. */
    long retiredAt = NOT_RETIRED;

    boolean handingOver;

    /** The gate is not open for longer than a heartbeat of this agent may open it; an earlier agent may have left. */
    boolean gateLimited;

    /** This agent is about to end. */
    boolean leaving;

    /** Since when the primary cannot serve and waits for its partner. */
    @Nullable
    Tick downSince;

    /** When all others were last asked how they are. */
    Tick askedAt;

    @Nullable
    Confirmed beat;

    /** When the primary last asked for, and got, the promise not to take over. */
    @Nullable
    Tick promised;

    Step step = Step.NONE;
    Tick stepSince;
    long requestDone;

    List<Tick> failovers = List.of();

    /** How old what readers see here may be. */
    Freshness freshness = Freshness.unknown(Timing.REPLICA_LAG);

    private Memory(Tick begun, long firstKnock) {
        this.begun = begun;
        life = firstKnock;
        voiceSeen = begun;
        stepSince = begun;
        knockedAt = begun;
        askedAt = begun;
        knock = firstKnock;
    }

    /** Remembers nothing. The first knock must be a number that no earlier agent of this machine used. */
    static Memory ofNewAgent(Tick now, long firstKnock) {
        return new Memory(now, firstKnock);
    }

    /** A changed copy. */
    Memory change(Consumer<Memory> edit) {
        Memory copy = clone();
        edit.accept(copy);
        return copy;
    }

    /** Every field, also one that is new: each holds a value that does not change. */
    @Override
    protected Memory clone() {
        try {
            return (Memory) super.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    boolean isRetired() {
        return retiredAt != NOT_RETIRED;
    }

    boolean isSettled() {
        return unsettledAt == SETTLED;
    }
}
