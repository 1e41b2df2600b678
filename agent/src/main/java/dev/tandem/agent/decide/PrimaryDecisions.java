package dev.tandem.agent.decide;

import dev.tandem.agent.decide.DatabaseStatus.Running;
import dev.tandem.agent.decide.Decision.Admit;
import dev.tandem.agent.decide.Decision.Expel;
import dev.tandem.agent.decide.Decision.Fence;
import dev.tandem.agent.decide.Decision.MarkTainted;
import dev.tandem.agent.decide.Decision.Open;
import dev.tandem.agent.decide.Decision.Reduce;
import dev.tandem.agent.decide.Decision.SemiSync;
import dev.tandem.agent.decide.Decision.Settle;
import dev.tandem.agent.decide.Decision.Stay;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import java.util.Map;
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
        Decision first = beforeAll(view, state, self, mysqld);
        if (first != null) {
            return first;
        }
        Memory memory = self.memory();
        if (memory.step != Memory.Step.NONE || memory.handingOver) {
            return SwitchoverDecisions.decide(view, state, memory, mysqld, now);
        }
        Partner partner = state.partner();
        if (!mysqld.open()) {
            return opening(view, state, memory, mysqld, now);
        }
        if (partner == null) {
            return partnering.decide(view, state, self, mysqld, now);
        }
        String gone = gone(view, partner, memory, now);
        if (gone != null && mysqld.semiSync() && !rules.swapBeforeRelease()) {
            return new SemiSync(false, gone);
        }
        if (gone != null) {
            return new Reduce(state.alone(), gone);
        }
        Decision switchover = SwitchoverDecisions.begin(view, partner, memory, mysqld);
        return switchover != null ? switchover : new Stay("primary, with its partner.");
    }

    /** What comes before everything else, open or not. */
    private @Nullable Decision beforeAll(ClusterView view, ClusterState state, LocalStatus self, Running mysqld) {
        Memory memory = self.memory();
        if (mysqld.stuck()) {
            return new Fence("it does not finish a row in 3 s");
        }
        if (rules.settle() && !memory.isSettled()) {
            return new Settle(state);
        }
        if (mysqld.serving().released() && state.partner() != null && !self.tainted()) {
            return new MarkTainted();
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
        MachineName voice = voice(state, memory);
        if (rules.oneVoice() && voice != null) {
            for (MachineName replica : mysqld.serving().letIn()) {
                if (!replica.equals(voice) && !memory.voiceless.contains(replica)) {
                    return new Expel(replica);
                }
            }
        }
        for (Map.Entry<MachineName, ClusterView.Peer> peer : view.peers().entrySet()) {
            MemberStatus status = peer.getValue().status();
            Long not = memory.unanswered.get(peer.getKey());
            if (not != null && status.knock() > not && !isAdmitted(memory, status)) {
                return new Admit(peer.getKey(), status.knock(), peer.getKey().equals(voice));
            }
        }
        return null;
    }

    private static boolean isAdmitted(Memory memory, MemberStatus replica) {
        MemberStatus.Admission admitted = memory.admitted.get(replica.machine());
        return admitted != null && admitted.knock() == replica.knock();
    }

    /** Who may acknowledge; null for nobody. */
    static @Nullable MachineName voice(ClusterState state, Memory memory) {
        return state.partner() == null ? memory.candidate : state.partner().machine();
    }

    private static Decision opening(ClusterView view, ClusterState state, Memory memory, Running mysqld, Tick now) {
        Partner partner = state.partner();
        if (partner != null) {
            String gone = gone(view, partner, memory, now);
            if (gone != null) {
                return new Reduce(state.alone(), gone);
            }
            MemberStatus report = view.heard(partner.machine(), Timing.REDUCTION, now);
            if (report == null && now.isPast(lastHeard(view, partner, memory), Timing.REDUCTION)) {
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
        return peer == null ? memory.begun : peer.heard().or(memory.begun);
    }

    /** Whether etcd confirmed in this term, a moment ago, that this machine is primary. */
    static boolean hasBeaten(ClusterState state, Memory memory, Tick now) {
        return memory.beat != null
                && memory.beat.term() == state.term()
                && !memory.beat.handingOver()
                && !now.isPast(memory.beat.sent(), Timing.GATE);
    }

    /** Why the partner does not count any more; null while it does. */
    private static @Nullable String gone(ClusterView view, Partner partner, Memory memory, Tick now) {
        MemberStatus report = view.heard(partner.machine(), Timing.REDUCTION, now);
        if (report != null
                && report.incarnation() != null
                && !report.incarnation().equals(partner.incarnation())) {
            return partner.machine() + " began a new life and may have lost what it had received";
        }
        return now.isPast(memory.voiceSeen, Timing.REDUCTION)
                ? partner.machine() + " has not acknowledged for " + Timing.REDUCTION.toMillis() + " ms"
                : null;
    }
}
