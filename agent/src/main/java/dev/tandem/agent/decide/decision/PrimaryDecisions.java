package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.Admit;
import dev.tandem.agent.decide.decision.Decision.Expel;
import dev.tandem.agent.decide.decision.Decision.Fence;
import dev.tandem.agent.decide.decision.Decision.MarkTainted;
import dev.tandem.agent.decide.decision.Decision.Open;
import dev.tandem.agent.decide.decision.Decision.Reduce;
import dev.tandem.agent.decide.decision.Decision.SemiSync;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * This machine is the state's primary and mysqld runs.
 *
 * <ul>
 *   <li>It opens only after a heartbeat was confirmed that compared this very state: another machine cannot have been promoted
 *       before, and finds the heartbeat changed when it tries with what it saw.
 *   <li>With a partner it opens only with semi-synchronous replication on, and only when the partner has all of the
 *       binlog: after a crash the binlog's end is committed although nobody acknowledged it, and nobody may read what could
 *       still be lost.
 *   <li>Only the recorded partner, or the one candidate, has a voice. MariaDB counts any acknowledgement.
 *   <li>A commit that was released without acknowledgement (KILL QUERY does that) taints the machine.
 *   <li>mysqld that finishes not even a row of its own is killed. A row that only waits for its acknowledgement proves nothing
 *       about mysqld (that mistake cost Vitess false failovers, vitessio/vitess 18885).
 * </ul>
 */
final class PrimaryDecisions {
    private final Rules rules;
    private final Partnering partnering;

    PrimaryDecisions(Rules rules) {
        this.rules = rules;
        partnering = new Partnering(rules);
    }

    Decision decide(ClusterView view, ClusterState state, LocalStatus self, Running mysqld, Tick now) {
        Decision first = beforeAll(view, state, self.memory(), mysqld);
        if (first != null) {
            return first;
        }
        Memory memory = self.memory();
        Decision handover = SwitchoverDecisions.next(view, state, memory.handover(), mysqld, now);
        if (handover != null) {
            return handover;
        }
        Partner partner = state.partner();
        if (!mysqld.open()) {
            return opening(view, state, memory, mysqld, now);
        }
        if (partner == null) {
            return partnering.decide(view, state, self, mysqld, now);
        }
        String gone = gone(view, partner, memory, mysqld, now);
        if (gone != null && mysqld.semiSync() && !rules.swapBeforeRelease()) {
            return new SemiSync(false, gone);
        }
        if (gone != null) {
            return new Reduce(state.alone(), gone);
        }
        Decision switchover = SwitchoverDecisions.begin(view, partner, memory.past(), mysqld, now);
        return switchover != null ? switchover : new Stay("primary, with its partner.");
    }

    /** Needs no etcd: what the restart of mysqld would make forgotten is written down at once. */
    static @Nullable Decision taint(ClusterState state, LocalStatus self) {
        boolean released = self.database() instanceof Running mysqld
                && mysqld.serving().released()
                && state.isPrimary(self.self())
                && state.partner() != null;
        return released && !self.tainted() ? new MarkTainted() : null;
    }

    /** What comes before everything else, open or not. */
    private @Nullable Decision beforeAll(ClusterView view, ClusterState state, Memory memory, Running mysqld) {
        if (mysqld.stuck()) {
            return new Fence("it does not finish a row in 3 s");
        }
        if (rules.settle() && !memory.isSettled()) {
            return new Settle(state);
        }
        Partner partner = state.partner();
        boolean wanted = partner != null && (rules.swapBeforeRelease() || !mysqld.open()) && rules.semiSyncBeforeOpen();
        if (partner != null && wanted && !mysqld.semiSync()) {
            return new SemiSync(true, partner.machine() + " is recorded as partner");
        }
        return voices(view, state, memory, mysqld);
    }

    /** Lets replicas in that ask, and shuts out who may have a voice and must not. */
    private @Nullable Decision voices(ClusterView view, ClusterState state, Memory memory, Running mysqld) {
        MachineName voice = memory.voice().whoseCounts(state);
        if (rules.oneVoice() && voice != null) {
            for (MachineName replica : inOrder(mysqld.serving().letIn())) {
                if (!replica.equals(voice) && !memory.admissions().voiceless().contains(replica)) {
                    return new Expel(replica);
                }
            }
        }
        if (!mysqld.open() && state.partner() == null) {
            // Clients come first; whoever wants to follow waits until it is open.
            return null;
        }
        for (MachineName replica : inOrder(view.peers().keySet())) {
            ClusterView.Peer peer = view.peers().get(replica);
            if (peer != null && memory.admissions().isAwaitedBy(peer.status())) {
                return new Admit(replica, peer.status().knock(), replica.equals(voice));
            }
        }
        return null;
    }

    /** The JDK's small sets have another order in each process; equal knowledge must give equal decisions. */
    static Collection<MachineName> inOrder(Set<MachineName> machines) {
        return machines.size() < 2 ? machines : new TreeSet<>(machines);
    }

    private static Decision opening(ClusterView view, ClusterState state, Memory memory, Running mysqld, Tick now) {
        Partner partner = state.partner();
        if (partner != null) {
            String gone = gone(view, partner, memory, mysqld, now);
            if (gone != null) {
                return new Reduce(state.alone(), gone);
            }
            MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
            if (report == null && now.isPast(lastHeard(view, partner, memory), Timing.HEARD)) {
                // Nothing is written while it is closed, so nothing but this shows that a machine is dead.
                return new Reduce(state.alone(), partner.machine() + " is not heard");
            }
            if (report == null || !report.received().covers(mysqld.binlog())) {
                return new Stay("opens when " + partner.machine() + " has what is in the binlog.");
            }
        }
        return hasBeaten(state, memory, now)
                ? new Open(state.term())
                : new Stay("opens when its heartbeat is confirmed.");
    }

    private static Tick lastHeard(ClusterView view, Partner partner, Memory memory) {
        ClusterView.Peer peer = view.peers().get(partner.machine());
        Tick begun = memory.life().begun();
        return peer == null ? begun : peer.heard().or(begun);
    }

    /** Whether etcd confirmed in this term, a moment ago, that this machine is primary. */
    static boolean hasBeaten(ClusterState state, Memory memory, Tick now) {
        Tick served = memory.heartbeat().servedIn(state.term());
        return served != null && !now.isPast(served, Timing.GATE);
    }

    /**
     * Why the partner does not count any more; null while it does. A mysqld that says nothing does not say that nobody acknowledges: it
     * may be the one that hangs, and its partner the one that is needed.
     */
    private static @Nullable String gone(ClusterView view, Partner partner, Memory memory, Running mysqld, Tick now) {
        MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
        if (report != null
                && report.incarnation() != null
                && !report.incarnation().equals(partner.incarnation())) {
            return partner.machine() + " began a new life and may have lost what it had received";
        }
        return mysqld.seen().isPast(memory.voice().seen(), Timing.REDUCTION)
                ? partner.machine() + " has not acknowledged for " + Timing.REDUCTION.toMillis() + " ms"
                : null;
    }
}
