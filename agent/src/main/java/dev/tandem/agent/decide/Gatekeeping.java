package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Rules;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.memory.OwnHeartbeat;
import dev.tandem.agent.decide.memory.OwnMysqld;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.Heartbeat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The primary's heartbeat and its gate.
 *
 * <p>The gate lets clients in for {@link Timing#GATE} from the <em>sending</em> of something that was confirmed: a heartbeat that
 * compared the state, or the partner's promise not to take over (so that the loss of etcd alone stops nothing). A primary
 * without partner needs neither while etcd does not answer, because nobody else can be promoted.
 *
 * <p>From the decision to kill mysqld on until the machine is seen without it, the gate is shut and the primary does not say that it
 * serves: what is to die may take its time ({@link OwnMysqld.Kill}), and its partner shall not wait for it.
 */
final class Gatekeeping {
    private final Rules rules;

    Gatekeeping(Rules rules) {
        this.rules = rules;
    }

    /** The primary writes its heartbeat: that it serves, again and again; that it hands over, once. */
    AgentState beat(AgentState before, List<Action> actions, Tick now) {
        AgentState agent = before;
        Recorded recorded = agent.view().state();
        if (recorded == null || agent.pending().beating() || !recorded.state().isPrimary(agent.self())) {
            return agent;
        }
        Memory memory = agent.memory();
        if (!memory.handover().isOffered() && isSilent(agent, recorded)) {
            return agent;
        }
        ClusterView.Beat known = agent.view().heartbeat();
        boolean arrives = arrives(agent, recorded, known);
        Heartbeat heartbeat = new Heartbeat(
                recorded.state().term(),
                agent.self(),
                arrives ? Heartbeat.Sign.LEAVING : sign(memory),
                memory.life().number(),
                now.nanos() / 1_000_000);
        if (memory.handover().isOffered() && known != null && known.heartbeat().repeats(heartbeat)) {
            return agent;
        }
        if (!arrives && !memory.heartbeat().gateLimited() && rules.limitGate()) {
            // The partner takes this heartbeat for a promise that the gate is not open for longer than after any other.
            actions.add(new Action.LimitGate(now.plus(Timing.GATE)));
            agent = agent.remember(m -> m.with(m.heartbeat().limited()));
        }
        actions.add(new Action.WriteHeartbeat(heartbeat, recorded.revision(), known == null ? 0 : known.revision()));
        return agent.pending(agent.pending().beating(true));
    }

    /**
     * Whether this is the first word after a predecessor's that left: it says the same once more, so that the gate need not be shortened for
     * it. A program that has just begun takes up to a second for its first heartbeat, which was longer than a shortened gate is open
     * (a write was cut off while certificates changed); the second one takes milliseconds.
     */
    private static boolean arrives(AgentState agent, Recorded recorded, ClusterView.@Nullable Beat known) {
        Memory memory = agent.memory();
        return known != null
                && agent.view().beats(recorded.state())
                && known.heartbeat().sign() == Heartbeat.Sign.LEAVING
                && known.heartbeat().life() != memory.life().number()
                && !memory.handover().isOffered()
                && !memory.heartbeat().leaving();
    }

    private static Heartbeat.Sign sign(Memory memory) {
        return memory.handover().isOffered()
                ? Heartbeat.Sign.HANDING_OVER
                : memory.heartbeat().leaving() ? Heartbeat.Sign.LEAVING : Heartbeat.Sign.SERVING;
    }

    /** Whether there is nothing to say: who cannot serve does not say that it does. */
    private boolean isSilent(AgentState agent, Recorded recorded) {
        boolean stopped = agent.database() instanceof DatabaseStatus.Stopped;
        boolean falls = stopped
                && !agent.memory().handover().wasOffered()
                && recorded.state().partner() != null;
        return falls || (rules.handOverAlive() && isCondemned(agent));
    }

    /** Whether mysqld is being killed, or was and is still there. */
    static boolean isCondemned(AgentState agent) {
        return agent.pending().fence() || agent.memory().mysqld().kill() != OwnMysqld.Kill.NONE;
    }

    /** The gate stays open for as long as the last confirmed heartbeat allows. */
    AgentState keepOpen(AgentState before, List<Action> actions, Tick now) {
        AgentState agent = ofOneAlone(before, actions, now);
        OwnHeartbeat.Confirmed confirmed = agent.memory().heartbeat().confirmed();
        return confirmed == null || now.isPast(confirmed.sent(), Timing.GATE)
                ? agent
                : open(agent, confirmed.sent(), actions);
    }

    /** A heartbeat was confirmed. */
    AgentState beaten(AgentState agent, Event.Beaten beaten, List<Action> actions) {
        OwnHeartbeat.Confirmed confirmed = agent.memory().heartbeat().confirmed();
        boolean leaves = beaten.heartbeat().sign() == Heartbeat.Sign.LEAVING;
        return confirmed != null && confirmed.sent().equals(beaten.sent())
                ? open(agent, beaten.sent(), leaves ? Timing.GATE_WHEN_LEAVING : Timing.GATE, actions)
                : agent;
    }

    /** Something that was sent then was confirmed. */
    AgentState open(AgentState agent, Tick sent, List<Action> actions) {
        return open(agent, sent, Timing.GATE, actions);
    }

    private AgentState open(AgentState agent, Tick sent, Duration time, List<Action> actions) {
        if (!mayServe(agent)) {
            return agent;
        }
        Tick until = sent.plus(time);
        if (agent.gateUntil() != null && agent.gateUntil().compareTo(until) >= 0) {
            return agent;
        }
        actions.add(new Action.OpenGate(until));
        return agent.gate(until);
    }

    /** Whether clients may be let in at all: open, well, primary of the term in which a heartbeat was confirmed. */
    private boolean mayServe(AgentState agent) {
        Recorded recorded = agent.view().state();
        return recorded != null
                && recorded.state().isPrimary(agent.self())
                && agent.memory().heartbeat().servedIn(recorded.state().term()) != null
                && !agent.memory().handover().isOffered()
                && agent.database() instanceof Running running
                && running.open()
                && !(rules.shutWhileKilling() && (isCondemned(agent) || running.stuck()));
    }

    static AgentState close(AgentState agent, List<Action> actions) {
        actions.add(new Action.CloseGate());
        return agent.gate(null);
    }

    private AgentState ofOneAlone(AgentState agent, List<Action> actions, Tick now) {
        Recorded recorded = agent.view().state();
        boolean alone = recorded != null
                && recorded.state().partner() == null
                && agent.memory().isSettled()
                && agent.pending().swap() == null;
        boolean always =
                !rules.confirmedGate() && recorded != null && recorded.state().isPrimary(agent.self());
        // One that doubts what etcd holds may have been replaced by an operator who could not reach it.
        boolean cutOff = !agent.view().isCurrent(now) && agent.view().doubt() == null;
        return (alone && cutOff) || always ? open(agent, now, actions) : agent;
    }
}
