package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.Promote;
import dev.tandem.agent.decide.decision.Decision.Refuse;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.StopReceiver;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Beat;
import dev.tandem.agent.decide.view.ClusterView.Peer;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The partner takes over, in this order:
 *
 * <ol>
 *   <li>It stops its receiver: from here on the primary gets no acknowledgement.
 *   <li>It applies everything it has received: from here on that survives its own crash. (Were the state swapped first, a
 *       crash before everything is applied would leave a recorded primary without the relay log that it needs, while the
 *       old primary may already have truncated its binlog.)
 *   <li>It swaps the state, comparing the state and the heartbeat: the primary has not given it up and has not been heard of
 *       since.
 * </ol>
 *
 * Until the swap a false alarm costs a stall: the receiver goes on, the relay log is still there. That waits until a swap of
 * unknown outcome can no longer happen.
 */
final class Takeover {
    private final Rules rules;

    Takeover(Rules rules) {
        this.rules = rules;
    }

    /** Whether this is the life that the state records as holding everything. */
    boolean isPartner(ClusterState state, MachineName self, Running mysqld) {
        return state.partner() != null
                && state.partner().machine().equals(self)
                && (state.partner().incarnation().equals(mysqld.incarnation()) || !rules.compareLife());
    }

    /** A step of the takeover, or of its undoing; null when there is nothing to take over. */
    @Nullable
    Decision decide(ClusterView view, ClusterState state, LocalStatus self, Running mysqld, Tick now) {
        Memory memory = self.memory();
        String evidence = evidence(view, state, memory, now);
        if (evidence == null) {
            return rules.settle() && !memory.isSettled() ? new Settle(state) : null;
        }
        boolean wanted = view.request() != null && view.request().asks(Request.Kind.SWITCHOVER, self.self());
        if (!wanted && memory.past().hasTooManyFailovers(now)) {
            return new Refuse(
                    Timing.FAILOVERS + " failovers in " + Timing.HOLD_WINDOW.toMinutes() + " minutes are enough",
                    "find their cause and bring " + state.primary() + " back",
                    "nothing is lost if this machine is promoted");
        }
        if (!mysqld.following().isReceiverStopped() && rules.stopReceiverFirst()) {
            return new StopReceiver(state.primary() + " is gone: " + evidence);
        }
        if (!mysqld.hasAppliedAll() && rules.applyFirst()) {
            return mysqld.following().applying()
                    ? new Stay("applies what it has received before it takes over.")
                    : new Refuse(
                            state.primary() + " is gone and the applier of this machine has stopped with an error",
                            "bring " + state.primary() + " back or repair the applier",
                            "force would lose what was received and not applied");
        }
        return new Promote(state.promoted(self.self()), evidence);
    }

    /**
     * Why the primary counts as gone; null while it does not. Either it says so itself, or it has been silent for longer than
     * its gate is open <em>and</em> neither its agent nor its mysqld answers this machine. For a mysqld that answers without its
     * agent, this waits a little: the agent may be back in a moment, and until then nobody gets in.
     */
    @Nullable
    String evidence(ClusterView view, ClusterState state, Memory memory, Tick now) {
        Beat beat = view.heartbeat();
        if (beat != null && view.beats(state) && beat.heartbeat().handingOver()) {
            return "it hands over";
        }
        Tick begun = memory.life().begun();
        Tick promised = memory.talk().promised();
        Tick heard = beat == null ? begun : beat.seen().or(begun);
        if (promised != null && rules.promise()) {
            heard = heard.or(promised);
        }
        boolean left = beat != null && beat.heartbeat().sign() == Heartbeat.Sign.LEAVING;
        Duration silence = left ? Timing.SILENCE_WHEN_LEAVING : Timing.SILENCE;
        if (!now.isPast(heard, silence)) {
            return null;
        }
        Peer peer = view.peers().get(state.primary());
        if (peer == null) {
            return "silent";
        }
        boolean agentServes =
                !now.isPast(peer.heard(), Timing.ANSWER) && peer.status().serving();
        boolean databaseAnswers = peer.databaseHeard() != null && !now.isPast(peer.databaseHeard(), Timing.ANSWER);
        Duration alone = silence.plus(Timing.DATABASE_WITHOUT_AGENT);
        if (agentServes || (databaseAnswers && !now.isPast(heard, alone))) {
            return null;
        }
        return databaseAnswers
                ? "no heartbeat for " + alone.toMillis() + " ms, and mysqld answers without its agent"
                : "no heartbeat for " + silence.toMillis() + " ms, and neither agent nor mysqld answers";
    }
}
