package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.LocalStatus;
import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything an agent knows between two events.
 *
 * @param others the other database machines
 * @param gateUntil until when the gate was last opened; null when it was closed
 * @param pending what was asked and is not answered yet
 * @param last the last decision, for log and status
 * @param stepped when the last event was taken in
 */
public record AgentState(
        MachineName self,
        List<MachineName> others,
        ClusterView view,
        DatabaseStatus database,
        boolean tainted,
        Memory memory,
        @Nullable Tick gateUntil,
        Pending pending,
        Decision last,
        Tick stepped) {
    /**
     * What was asked and is not answered yet.
     *
     * @param swap the change of the state on its way to etcd, with the revision that it compares; at most one
     * @param act the act under way; at most one, besides a fence
     * @param fence whether mysqld is being killed: that is not waited for by the act's end
     * @param unseen an act has ended since the machine was looked at
     */
    public record Pending(
            Decision.@Nullable Swap swap,
            long revision,
            Decision.@Nullable Act act,
            boolean fence,
            boolean reading,
            boolean beating,
            boolean unseen) {
        static final Pending NOTHING = new Pending(null, 0, null, false, false, false, false);

        Pending swap(Decision.@Nullable Swap changed, long at) {
            return new Pending(changed, at, act, fence, reading, beating, unseen);
        }

        boolean isActing() {
            return act != null || fence;
        }

        Pending began(Decision.Act begun) {
            boolean kills = begun instanceof Decision.Fence;
            return new Pending(swap, revision, kills ? act : begun, fence || kills, reading, beating, false);
        }

        /** The end of one says nothing of the other. */
        Pending ended(Decision.Act over) {
            boolean kills = over instanceof Decision.Fence;
            return new Pending(swap, revision, kills ? act : null, fence && !kills, reading, beating, true);
        }

        Pending seen() {
            return new Pending(swap, revision, act, fence, reading, beating, false);
        }

        Pending reading(boolean changed) {
            return new Pending(swap, revision, act, fence, changed, beating, unseen);
        }

        Pending beating(boolean changed) {
            return new Pending(swap, revision, act, fence, reading, changed, unseen);
        }
    }

    /**
     * A new agent that has seen nothing yet.
     *
     * @param firstKnock a number that no agent of this machine used before, such as one taken from the wall clock
     * @param replicaLag how old what a replica shows may be; zero for any age
     */
    public static AgentState ofNewAgent(
            MachineName self, List<MachineName> others, Tick now, long firstKnock, Duration replicaLag) {
        return new AgentState(
                self,
                List.copyOf(others),
                ClusterView.unknown(),
                new DatabaseStatus.Busy(),
                false,
                Memory.ofNewAgent(now, firstKnock, replicaLag),
                null,
                Pending.NOTHING,
                new Decision.Stay("has just begun."),
                now);
    }

    /** What the agent says of itself, for log and status. */
    public String sentence() {
        return last.sentence();
    }

    /** What the agent tells others of itself. */
    public MemberStatus status() {
        return Neighbours.status(this);
    }

    /** The last request of an operator that was begun here; 0 for none. */
    public long requestDone() {
        return memory.past().requestDone();
    }

    /** What decisions are made from. A change that is on its way is one of unknown outcome. */
    LocalStatus local() {
        boolean underWay = pending.swap() != null && memory.isSettled();
        return new LocalStatus(
                self, database, tainted, underWay ? memory.with(new LastWrite.Adrift(pending.revision())) : memory);
    }

    AgentState view(ClusterView changed) {
        return new AgentState(self, others, changed, database, tainted, memory, gateUntil, pending, last, stepped);
    }

    AgentState memory(Memory changed) {
        return new AgentState(self, others, view, database, tainted, changed, gateUntil, pending, last, stepped);
    }

    /** Remembers something else. */
    AgentState remember(UnaryOperator<Memory> change) {
        return memory(change.apply(memory));
    }

    AgentState database(DatabaseStatus changed, boolean nowTainted) {
        return new AgentState(self, others, view, changed, nowTainted, memory, gateUntil, pending, last, stepped);
    }

    AgentState gate(@Nullable Tick until) {
        return new AgentState(self, others, view, database, tainted, memory, until, pending, last, stepped);
    }

    AgentState pending(Pending changed) {
        return new AgentState(self, others, view, database, tainted, memory, gateUntil, changed, last, stepped);
    }

    AgentState last(Decision decision) {
        return new AgentState(self, others, view, database, tainted, memory, gateUntil, pending, decision, stepped);
    }

    AgentState stepped(Tick now) {
        return new AgentState(self, others, view, database, tainted, memory, gateUntil, pending, last, now);
    }
}
