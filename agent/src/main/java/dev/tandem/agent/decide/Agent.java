package dev.tandem.agent.decide;

import dev.tandem.agent.decide.ClusterView.Recorded;
import dev.tandem.agent.decide.DatabaseStatus.Running;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One agent as a function: what it knew and what happened in, what it knows and what is to be done out. The loop around it only
 * waits for events and carries actions out.
 *
 * <p>One change of the state and one act are under way at most. A change whose outcome is unknown counts as still to come until
 * the key has moved on: reading the old state again does not prove that the change will not happen, a later write does
 * (Jepsen found this in jetcd 0.8.2, etcd-io/etcd 18424).
 *
 * <p>The gate lets clients in for {@link Timing#GATE} from the <em>sending</em> of something that was confirmed: a heartbeat that
 * compared the state, or the partner's promise not to take over (so that the loss of etcd alone stops nothing). A primary
 * without partner needs neither while etcd does not answer, because nobody else can be promoted.
 */
public final class Agent {
    private final Rules rules;
    private final Decider decider;

    public Agent() {
        this(Rules.ALL);
    }

    Agent(Rules rules) {
        this.rules = rules;
        decider = new Decider(rules);
    }

    /** What one event led to. */
    public record Step(AgentState state, List<Action> actions) {}

    /** Takes an event in. */
    public Step step(AgentState before, Event event, Tick now) {
        List<Action> actions = new ArrayList<>(4);
        AgentState agent = before;
        if (agent.gateUntil() != null && now.isPast(agent.stepped(), Timing.JUMP)) {
            agent = closeGate(agent, actions);
        }
        agent = switch (event) {
            case Event.Looked looked -> regular(Learning.of(agent, looked, now), actions, now);
            case Event.NotLooked _ -> regular(agent, actions, now);
            case Event.Read read -> decide(Learning.of(agent, read, now), actions, now);
            case Event.NotRead notRead -> agent.pending(agent.pending().reading(false));
            case Event.Swapped swapped -> swapped(agent, swapped, actions, now);
            case Event.NotSwapped notSwapped -> agent.pending(agent.pending().swap(null, 0));
            case Event.MaybeSwapped maybe -> maybeSwapped(agent);
            case Event.Beaten beaten -> beaten(agent, beaten, actions, now);
            case Event.NotBeaten notBeaten -> agent.pending(agent.pending().beating(false));
            case Event.Asked asked -> asked(agent, asked, actions, now);
            case Event.Answered answered -> answered(Learning.of(agent, answered.status(), now), answered, actions);
            case Event.DatabaseAnswered answered -> Learning.of(agent, answered, now);
            case Event.Acted acted -> Learning.of(agent, acted, now);
            case Event.Leaving _ ->
                agent.memory(agent.memory().change(m -> {
                    m.leaving = true;
                    m.beat = null;
                }));
        };
        // A new term, a hand-over and its end are told at once.
        boolean news = agent.memory().beat == null && !(event instanceof Event.NotBeaten);
        return new Step((news ? beat(agent, actions, now) : agent).stepped(now), actions);
    }

    private AgentState regular(AgentState before, List<Action> actions, Tick now) {
        AgentState agent = decide(before, actions, now);
        if (!agent.pending().reading()) {
            actions.add(new Action.ReadEtcd());
            agent = agent.pending(agent.pending().reading(true));
        }
        if (now.isPast(agent.memory().askedAt, Timing.ASK) || isUrgent(agent, now)) {
            askAll(agent, actions);
            agent = agent.memory(agent.memory().change(m -> m.askedAt = now));
        }
        agent = gateOfOneAlone(beat(agent, actions, now), actions, now);
        Memory.Confirmed confirmed = agent.memory().beat;
        return confirmed == null || now.isPast(confirmed.sent(), Timing.GATE)
                ? agent
                : openGate(agent, confirmed.sent(), actions);
    }

    /** Whether what the others answer may decide something at once. */
    private static boolean isUrgent(AgentState agent, Tick now) {
        Recorded recorded = agent.view().state();
        if (recorded == null || !agent.view().isCurrent(now) || !(agent.database() instanceof Running running)) {
            return true;
        }
        Memory memory = agent.memory();
        if (recorded.state().isPrimary(agent.self())) {
            return recorded.state().partner() == null
                    || memory.candidate != null
                    || memory.step != Memory.Step.NONE
                    || memory.handingOver
                    || !running.open();
        }
        ClusterView.Beat beat = agent.view().heartbeat();
        return running.following().receiving() != DatabaseStatus.Receiving.CONNECTED
                || !running.following().applying()
                || beat == null
                || now.isPast(beat.seen(), Timing.ANSWER);
    }

    /** Whether writes wait for what this agent sees next: in a switchover, and on a partner whose primary is silent. */
    public static boolean hurries(AgentState agent) {
        return agent.memory().step != Memory.Step.NONE || missesItsPrimary(agent);
    }

    private static boolean missesItsPrimary(AgentState agent) {
        Recorded recorded = agent.view().state();
        ClusterView.Beat beat = agent.view().heartbeat();
        return recorded != null
                && recorded.state().namesPartner(agent.self())
                && beat != null
                && agent.stepped().isPast(beat.seen(), Timing.LATE)
                && !agent.stepped().isPast(beat.seen(), Timing.LOST);
    }

    private static void askAll(AgentState agent, List<Action> actions) {
        MemberStatus status = status(agent);
        for (MachineName other : agent.others()) {
            actions.add(new Action.Ask(other, status));
        }
    }

    /** Decides, and begins what was decided when nothing of its kind is under way. */
    private AgentState decide(AgentState agent, List<Action> actions, Tick now) {
        Recorded recorded = agent.view().state();
        AgentState decided = agent;
        if (agent.gateUntil() != null && recorded != null && !recorded.state().isPrimary(agent.self())) {
            decided = closeGate(agent, actions);
        }
        if (decided.pending().unseen()) {
            return decided;
        }
        Decision decision = decider.decide(decided.view(), decided.local(), now);
        if (decided.pending().isActing() && !(decision instanceof Decision.Fence)) {
            // What was seen may not be true any more when the act has ended.
            return decided;
        }
        return begin(decided.last(decision), decision, actions, now);
    }

    private AgentState begin(AgentState agent, Decision decision, List<Action> actions, Tick now) {
        return switch (decision) {
            case Decision.Stay stay -> agent;
            case Decision.Refuse refuse -> agent;
            case Decision.HandOver handOver -> closeGate(agent, actions).memory(Remembering.note(agent, handOver, now));
            case Decision.Note note -> agent.memory(Remembering.note(agent, note, now));
            case Decision.Swap swap -> swap(agent, swap, actions);
            case Decision.Act act -> act(agent, act, actions, now);
        };
    }

    private AgentState swap(AgentState agent, Decision.Swap swap, List<Action> actions) {
        Recorded recorded = agent.view().state();
        if (agent.pending().swap() != null || recorded == null) {
            return agent;
        }
        long revision = rules.compareRevision() ? recorded.revision() : ClusterKeys.ANY_REVISION;
        boolean comparesBeat = swap instanceof Decision.Promote && rules.compareHeartbeat();
        long beat = !comparesBeat
                ? ClusterKeys.ANY_REVISION
                : agent.view().heartbeat() == null
                        ? 0
                        : agent.view().heartbeat().revision();
        actions.add(new Action.WriteState(swap.next(), revision, beat));
        return agent.pending(agent.pending().swap(swap, recorded.revision()));
    }

    private AgentState act(AgentState agent, Decision.Act act, List<Action> actions, Tick now) {
        boolean fence = act instanceof Decision.Fence && !agent.pending().fence();
        if (agent.pending().isActing() && !fence) {
            return agent;
        }
        AgentState acting = fence ? closeGate(agent, actions) : agent;
        actions.add(new Action.Perform(act));
        return acting.pending(acting.pending().began(act)).memory(Remembering.act(acting, act, now));
    }

    private AgentState swapped(AgentState agent, Event.Swapped swapped, List<Action> actions, Tick now) {
        Decision.Swap swap = agent.pending().swap();
        if (swap == null) {
            return agent;
        }
        AgentState done = agent.pending(agent.pending().swap(null, 0));
        done = Learning.recorded(done, new Recorded(swap.next(), swapped.revision()), now);
        return decide(done.memory(done.memory().change(m -> m.unsettledAt = Memory.SETTLED)), actions, now);
    }

    private static AgentState maybeSwapped(AgentState agent) {
        long revision = agent.pending().revision();
        Recorded recorded = agent.view().state();
        boolean over = recorded != null && recorded.revision() > revision;
        AgentState waiting = agent.pending(agent.pending().swap(null, 0));
        return over ? waiting : waiting.memory(waiting.memory().change(m -> m.unsettledAt = revision));
    }

    // --- heartbeat and gate
    // -------------------------------------------------------------------------------------------

    /** The primary writes its heartbeat: that it serves, again and again; that it hands over, once. */
    private AgentState beat(AgentState before, List<Action> actions, Tick now) {
        AgentState agent = before;
        Recorded recorded = agent.view().state();
        if (recorded == null || agent.pending().beating() || !recorded.state().isPrimary(agent.self())) {
            return agent;
        }
        Memory memory = agent.memory();
        boolean stopped = agent.database() instanceof DatabaseStatus.Stopped;
        if (!memory.handingOver
                && stopped
                && memory.downSince == null
                && recorded.state().partner() != null) {
            return agent;
        }
        Heartbeat.Sign sign = memory.handingOver
                ? Heartbeat.Sign.HANDING_OVER
                : memory.leaving ? Heartbeat.Sign.LEAVING : Heartbeat.Sign.SERVING;
        Heartbeat heartbeat =
                new Heartbeat(recorded.state().term(), agent.self(), sign, memory.life, now.nanos() / 1_000_000);
        ClusterView.Beat known = agent.view().heartbeat();
        if (memory.handingOver && known != null && known.heartbeat().repeats(heartbeat)) {
            return agent;
        }
        if (!memory.gateLimited && rules.limitGate()) {
            // The partner takes this heartbeat for a promise that the gate is not open for longer than after any other.
            actions.add(new Action.LimitGate(now.plus(Timing.GATE)));
            agent = agent.memory(memory.change(m -> m.gateLimited = true));
        }
        actions.add(new Action.WriteHeartbeat(heartbeat, recorded.revision(), known == null ? 0 : known.revision()));
        return agent.pending(agent.pending().beating(true));
    }

    private AgentState beaten(AgentState before, Event.Beaten beaten, List<Action> actions, Tick now) {
        AgentState agent = Learning.of(before.pending(before.pending().beating(false)), beaten, now);
        agent = decide(agent, actions, now);
        if (beaten.heartbeat().handingOver()) {
            askAll(agent, actions);
        }
        Memory.Confirmed confirmed = agent.memory().beat;
        boolean leaves = beaten.heartbeat().sign() == Heartbeat.Sign.LEAVING;
        return confirmed != null && confirmed.sent().equals(beaten.sent())
                ? openGate(agent, beaten.sent(), leaves ? Timing.GATE_WHEN_LEAVING : Timing.GATE, actions)
                : agent;
    }

    private AgentState openGate(AgentState agent, Tick sent, List<Action> actions) {
        return openGate(agent, sent, Timing.GATE, actions);
    }

    private AgentState openGate(AgentState agent, Tick sent, Duration time, List<Action> actions) {
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

    /** Whether clients may be let in at all: open, primary of the term in which a heartbeat was confirmed. */
    private static boolean mayServe(AgentState agent) {
        Recorded recorded = agent.view().state();
        Memory.Confirmed beat = agent.memory().beat;
        return recorded != null
                && recorded.state().isPrimary(agent.self())
                && beat != null
                && beat.term() == recorded.state().term()
                && !beat.handingOver()
                && !agent.memory().handingOver
                && agent.database() instanceof Running running
                && running.open();
    }

    private static AgentState closeGate(AgentState agent, List<Action> actions) {
        actions.add(new Action.CloseGate());
        return agent.gate(null);
    }

    private AgentState gateOfOneAlone(AgentState agent, List<Action> actions, Tick now) {
        Recorded recorded = agent.view().state();
        boolean alone = recorded != null
                && recorded.state().partner() == null
                && agent.memory().isSettled()
                && agent.pending().swap() == null;
        boolean always =
                !rules.confirmedGate() && recorded != null && recorded.state().isPrimary(agent.self());
        return (alone && !agent.view().isCurrent(now)) || always ? openGate(agent, now, actions) : agent;
    }

    // --- the other agents
    // ---------------------------------------------------------------------------------------------

    private AgentState asked(AgentState before, Event.Asked asked, List<Action> actions, Tick now) {
        AgentState agent = Learning.of(before, asked.status(), now);
        MemberStatus asker = asked.status();
        boolean promise = promises(agent, asker);
        actions.add(new Action.Answer(asker.machine(), status(agent), promise, asked.sent()));
        agent = readAtOnce(agent, asker, actions);
        return promise ? agent.memory(agent.memory().change(m -> m.promised = now)) : agent;
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

    private AgentState answered(AgentState agent, Event.Answered answered, List<Action> actions) {
        Recorded recorded = agent.view().state();
        if (recorded == null) {
            return agent;
        }
        ClusterState state = recorded.state();
        if (answered.status().term() > state.term() && agent.gateUntil() != null) {
            return closeGate(agent, actions);
        }
        Partner partner = state.partner();
        boolean partnersPromise = answered.promise()
                && partner != null
                && partner.machine().equals(answered.status().machine());
        return partnersPromise ? openGate(agent, answered.sent(), actions) : agent;
    }

    /** What the agent tells others of itself. */
    static MemberStatus status(AgentState agent) {
        Recorded recorded = agent.view().state();
        @Nullable ClusterState state = recorded == null ? null : recorded.state();
        boolean primary = state != null && state.isPrimary(agent.self());
        // What it has now ends with a copy: nobody is to count on it any more.
        boolean copies = agent.pending().act() instanceof Decision.Rebuild;
        @Nullable Running running = agent.database() instanceof Running up && !copies ? up : null;
        Memory memory = agent.memory();
        return new MemberStatus(
                agent.self(),
                state == null ? 0 : state.term(),
                primary && running != null && running.open() && !running.stuck() && !memory.handingOver,
                state != null && running != null && !primary && !agent.tainted() && follows(running, state),
                running == null ? null : running.incarnation(),
                running == null ? GtidPosition.EMPTY : running.binlog(),
                running == null ? GtidPosition.EMPTY : running.received(),
                memory.knocked ? memory.knock : 0,
                primary ? memory.admitted : Map.of(),
                primary && state != null ? PrimaryDecisions.voice(state, memory) : null);
    }

    private static boolean follows(Running running, ClusterState state) {
        return !running.open()
                && state.primary().equals(running.following().source())
                && running.following().applying()
                && running.following().receiving() != DatabaseStatus.Receiving.DIVERGED;
    }
}
