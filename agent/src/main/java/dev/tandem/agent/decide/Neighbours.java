package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agents of the database machines say to each other: how each is, and the partner's promise not to take over. */
final class Neighbours {
    private final Gatekeeping gate;

    Neighbours(Gatekeeping gate) {
        this.gate = gate;
    }

    /** Asks the others how they are, as often as something depends on it. */
    static AgentState askInTime(AgentState agent, List<Action> actions, Tick now) {
        if (!now.isPast(agent.memory().talk().asked(), Timing.ASK) && !isUrgent(agent, now)) {
            return agent;
        }
        askAll(agent, actions);
        return agent.remember(m -> m.with(m.talk().asked(now)));
    }

    /** Whether what the others answer may decide something at once. */
    static boolean isUrgent(AgentState agent, Tick now) {
        Recorded recorded = agent.view().state();
        if (recorded == null || !agent.view().isCurrent(now) || !(agent.database() instanceof Running running)) {
            return true;
        }
        Memory memory = agent.memory();
        if (recorded.state().isPrimary(agent.self())) {
            return recorded.state().partner() == null
                    || memory.voice().candidate() != null
                    || memory.handover().isSwitchover()
                    || memory.handover().isOffered()
                    || !running.open();
        }
        ClusterView.Beat beat = agent.view().heartbeat();
        return running.following().receiving() != DatabaseStatus.Receiving.CONNECTED
                || !running.following().applying()
                || beat == null
                || now.isPast(beat.seen(), Timing.ANSWER);
    }

    /** Says how this machine is, and asks the others. */
    static void askAll(AgentState agent, List<Action> actions) {
        MemberStatus status = status(agent);
        for (MachineName other : agent.others()) {
            actions.add(new Action.Ask(other, status));
        }
    }

    /** Another agent asks. */
    static AgentState asked(AgentState before, Event.Asked asked, List<Action> actions, Tick now) {
        AgentState agent = Learning.of(before, asked.status(), now);
        MemberStatus asker = asked.status();
        boolean promise = promises(agent, asker);
        actions.add(new Action.Answer(asker.machine(), status(agent), promise, asked.sent()));
        agent = readAtOnce(agent, asker, actions);
        return promise ? agent.remember(m -> m.with(m.talk().promised(now))) : agent;
    }

    /** A primary that serves nobody may be handing over, which etcd says; the next regular read would come later. */
    private static AgentState readAtOnce(AgentState agent, MemberStatus asker, List<Action> actions) {
        Recorded recorded = agent.view().state();
        boolean idle = recorded != null && recorded.state().isPrimary(asker.machine()) && !asker.serving();
        if (!idle || agent.pending().reading()) {
            return agent;
        }
        actions.add(new Action.ReadEtcd());
        return agent.pending(agent.pending().reading(true));
    }

    /** Whether this agent can promise the primary not to take over: it knows of no later term and sent nothing that could. */
    private static boolean promises(AgentState agent, MemberStatus asker) {
        Recorded recorded = agent.view().state();
        return asker.serving()
                && recorded != null
                && recorded.state().term() == asker.term()
                && recorded.state().isPrimary(asker.machine())
                && agent.memory().isSettled()
                && !(agent.pending().swap() instanceof Decision.Promote);
    }

    /** Another agent has answered. */
    AgentState answered(AgentState agent, Event.Answered answered, List<Action> actions) {
        Recorded recorded = agent.view().state();
        if (recorded == null || !agent.others().contains(answered.status().machine())) {
            return agent;
        }
        ClusterState state = recorded.state();
        if (answered.status().term() > state.term() && agent.gateUntil() != null) {
            return Gatekeeping.close(agent, actions);
        }
        boolean promised = answered.promise() && answered.status().machine().equals(onlySuccessor(agent, state));
        return promised ? gate.open(agent, answered.sent(), actions) : agent;
    }

    /**
     * The one machine that could take over: the partner, or the one that is on its way to be; null for nobody. (While etcd takes its time over a
     * first partner, this primary is neither one that is known to be alone nor one that has a partner to ask.)
     */
    private static @Nullable MachineName onlySuccessor(AgentState agent, ClusterState state) {
        if (state.partner() != null) {
            return state.partner().machine();
        }
        return agent.pending().swap() instanceof Decision.AddPartner added
                ? added.partner().machine()
                : null;
    }

    /** What the agent tells others of itself. */
    static MemberStatus status(AgentState agent) {
        Recorded recorded = agent.view().state();
        @Nullable ClusterState state = recorded == null ? null : recorded.state();
        boolean primary = state != null && state.isPrimary(agent.self());
        @Nullable Running running = agent.database() instanceof Running up && !ends(agent) ? up : null;
        Memory memory = agent.memory();
        boolean follows = state != null && running != null && !primary && !agent.tainted() && follows(running, state);
        return new MemberStatus(
                agent.self(),
                state == null ? 0 : state.term(),
                primary
                        && running != null
                        && running.open()
                        && !running.stuck()
                        && !memory.handover().isOffered(),
                follows,
                running == null ? null : running.incarnation(),
                running == null ? GtidPosition.EMPTY : running.binlog(),
                running == null ? GtidPosition.EMPTY : running.received(),
                memory.replica().toldKnock(),
                primary ? memory.admissions().admitted() : Map.of(),
                primary && state != null ? memory.voice().whoseCounts(state) : null,
                follows ? !memory.freshness().old() && memory.freshness().isKnown() : letsClientsIn(agent),
                recorded == null ? 0L : recorded.revision());
    }

    /** Whether nobody is to count on mysqld or its data any more: what was killed may take its time to end, and so may a stop. */
    private static boolean ends(AgentState agent) {
        Decision.@Nullable Act act = agent.pending().act();
        return act instanceof Decision.Rebuild
                || act instanceof Decision.Stop
                || agent.memory().replica().isRetired()
                || Gatekeeping.isCondemned(agent);
    }

    /** Whether nobody else can have taken writes, and what is said of the binlog is of a moment ago. */
    private static boolean letsClientsIn(AgentState agent) {
        return agent.gateUntil() != null
                && agent.gateUntil().compareTo(agent.stepped()) > 0
                && agent.memory().freshness().isSeen(agent.stepped());
    }

    private static boolean follows(Running running, ClusterState state) {
        return !running.open()
                && !running.stuck()
                && state.primary().equals(running.following().source())
                && running.following().applying()
                && running.following().receiving() != DatabaseStatus.Receiving.DIVERGED;
    }
}
