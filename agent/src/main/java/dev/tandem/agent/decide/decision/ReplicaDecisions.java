package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.Demote;
import dev.tandem.agent.decide.decision.Decision.Fence;
import dev.tandem.agent.decide.decision.Decision.Follow;
import dev.tandem.agent.decide.decision.Decision.Knock;
import dev.tandem.agent.decide.decision.Decision.Receive;
import dev.tandem.agent.decide.decision.Decision.Refuse;
import dev.tandem.agent.decide.decision.Decision.Return;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.Stop;
import dev.tandem.agent.decide.decision.Decision.StopReceiver;
import dev.tandem.agent.decide.decision.Decision.Withdraw;
import dev.tandem.agent.decide.memory.AsReplica;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * Another machine is the state's primary and mysqld runs here.
 *
 * <ul>
 *   <li>A mysqld that is open, or whose commits wait, belongs to an older term and is killed. Nothing gentler is a fence.
 *   <li>The partner takes over when the primary is gone: {@link Takeover}.
 *   <li>Both threads are started (which throws away what was not applied) only after the machine has given up being partner,
 *       and only when the primary is heard: what was received may be the last copy that a human can salvage.
 *   <li>The receiver is started only when the primary has let this machine in, and with a voice only when the primary
 *       said so in the same answer.
 * </ul>
 */
final class ReplicaDecisions {
    private final Rules rules;
    private final Takeover takeover;
    private final Copying copying;

    ReplicaDecisions(Rules rules) {
        this.rules = rules;
        takeover = new Takeover(rules);
        copying = new Copying(rules);
    }

    Decision decide(ClusterView view, ClusterState state, LocalStatus self, Running mysqld, Tick now) {
        if (mysqld.open() || mysqld.semiSync()) {
            return leave(state, self, mysqld);
        }
        if (takeover.isPartner(state, self.self(), mysqld)) {
            Decision decision = takeover.decide(view, state, self, mysqld, now);
            if (decision != null) {
                return decision;
            }
        }
        return follow(view, state, self, mysqld, now);
    }

    /** A primary of an older term. One that closed itself, and in which nothing waits, needs no fence. */
    private Decision leave(ClusterState state, LocalStatus self, Running mysqld) {
        boolean closed = !mysqld.open()
                && mysqld.serving().waitingSince() == null
                && self.memory().handover().isOffered()
                && !self.tainted();
        if (closed || !rules.fenceByKill()) {
            return new Demote(state.primary());
        }
        return new Fence(state.primary() + " is primary of term " + state.term());
    }

    private Decision follow(ClusterView view, ClusterState state, LocalStatus self, Running mysqld, Tick now) {
        MachineName primary = state.primary();
        Decision wish = wish(view, state, self, now);
        if (wish != null) {
            return wish;
        }
        Following following = mysqld.following();
        if (self.tainted() || following.receiving() == Receiving.DIVERGED) {
            return state.namesPartner(self.self())
                    ? new Withdraw(state.alone(), "its data has to be copied anew")
                    : copying.decide(view, state, self, now);
        }
        if (self.memory().replica().isRetired()) {
            return new Return();
        }
        MemberStatus source = view.heard(primary, Timing.SILENCE, now);
        if (source == null) {
            return unheard(state, self, mysqld, now, view);
        }
        boolean voice = self.self().equals(source.synchronous());
        if (!following.isReceiverStopped()) {
            boolean wrong = !primary.equals(following.source())
                    || (following.acknowledges() != voice && source.term() == state.term());
            return wrong
                    ? new StopReceiver("it has to connect to " + primary + " in another way")
                    : new Stay("replica of " + primary + (isOld(self.memory()) ? ", too old to be read from." : "."));
        }
        return start(state, self, following, source, now);
    }

    /** What an operator wants done to this replica: it gives up being partner first. */
    private @Nullable Decision wish(ClusterView view, ClusterState state, LocalStatus self, Tick now) {
        Request request = view.request();
        boolean restart = request != null && request.asks(Request.Kind.RESTART, self.self());
        boolean rebuild = request != null && request.asks(Request.Kind.REBUILD, self.self());
        if (request == null || self.memory().past().isDone(request) || !(restart || rebuild)) {
            return null;
        }
        if (state.namesPartner(self.self())) {
            return new Withdraw(state.alone(), "an operator asked for a " + (restart ? "restart" : "rebuild"));
        }
        return restart ? new Stop("an operator asked for a restart") : copying.decide(view, state, self, now);
    }

    private Decision start(ClusterState state, LocalStatus self, Following following, MemberStatus source, Tick now) {
        MachineName primary = state.primary();
        AsReplica asked = self.memory().replica();
        boolean both = !following.applying() || !primary.equals(following.source());
        if (both && rules.withdrawFirst() && state.namesPartner(self.self())) {
            return new Withdraw(state.alone(), "its replication threads have to start");
        }
        if (rules.settle() && !self.memory().isSettled()) {
            return new Settle(state);
        }
        MemberStatus.Admission admitted = source.admitted().get(self.self());
        if (asked.wish() != AsReplica.Wish.OPEN) {
            return new Knock(primary);
        }
        if (admitted == null || admitted.knock() != asked.knock()) {
            return now.isPast(asked.knockedAt(), Timing.HEARD)
                    ? new Knock(primary)
                    : new Stay("waits until " + primary + " lets it connect.");
        }
        // With the voice that it was let in with, not with one that it was given since: the primary shuts out by the
        // former.
        return both ? new Follow(primary, admitted.voice()) : new Receive(primary, admitted.voice());
    }

    private static boolean isOld(Memory memory) {
        return memory.freshness().isKnown() && memory.freshness().old();
    }

    private Decision unheard(ClusterState state, LocalStatus self, Running mysqld, Tick now, ClusterView view) {
        MachineName primary = state.primary();
        if (view.primaryServes(state, now)) {
            return new Stay("cannot reach " + primary + ", which serves.");
        }
        if (takeover.isPartner(state, self.self(), mysqld)) {
            return new Stay("does not hear the agent of " + primary + ", and has no second evidence that it is gone.");
        }
        String why = state.partner() == null
                ? " was alone and this machine may lack what it acknowledged"
                : state.namesPartner(self.self())
                        ? " is gone and this machine has begun a new life since it was partner"
                        : " is gone and its partner was " + state.partner().machine();
        return new Refuse(
                primary + why,
                "bring " + primary + " back",
                "force would lose what it acknowledged after " + mysqld.binlog());
    }
}
