package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decider;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.Rules;
import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.OwnMysqld;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * One agent as a function: what it knew and what happened in, what it knows and what is to be done out. The loop around it only
 * waits for events and carries actions out.
 *
 * <p>One change of the state and one act are under way at most. A change whose outcome is unknown counts as still to come until
 * the key has moved on: reading the old state again does not prove that the change will not happen, a later write does
 * (Jepsen found this in jetcd 0.8.2, etcd-io/etcd 18424).
 *
 * <p>When clients get in says {@link Gatekeeping}, what agents say to each other {@link Neighbours}.
 */
public final class Agent {
    private final Rules rules;
    private final Decider decider;
    private final Gatekeeping gate;
    private final Neighbours neighbours;

    public Agent() {
        this(Rules.ALL);
    }

    Agent(Rules rules) {
        this.rules = rules;
        decider = new Decider(rules);
        gate = new Gatekeeping(rules);
        neighbours = new Neighbours(gate);
    }

    /** What one event led to. */
    public record Step(AgentState state, List<Action> actions) {}

    /** Takes an event in. */
    public Step step(AgentState before, Event event, Tick now) {
        List<Action> actions = new ArrayList<>(4);
        AgentState agent = before;
        if (agent.gateUntil() != null && now.isPast(agent.stepped(), Timing.JUMP)) {
            agent = Gatekeeping.close(agent, actions);
        }
        agent = agent.stepped(now);
        agent = switch (event) {
            case Event.Looked looked -> regular(Learning.of(agent, looked), actions, now);
            case Event.NotLooked _ -> regular(agent, actions, now);
            case Event.Read read -> decide(learn(agent, read, now), actions, now);
            case Event.NotUnderstood told -> decide(Learning.doubting(agent, told.because()), actions, now);
            case Event.NotRead notRead -> agent.pending(agent.pending().reading(false));
            case Event.Swapped swapped -> swapped(agent, swapped, actions, now);
            case Event.NotSwapped notSwapped -> agent.pending(agent.pending().swap(null, 0));
            case Event.MaybeSwapped maybe -> maybeSwapped(agent);
            case Event.Beaten beaten -> beaten(agent, beaten, actions, now);
            case Event.NotBeaten notBeaten -> agent.pending(agent.pending().beating(false));
            case Event.Asked asked -> Neighbours.asked(agent, asked, actions, now);
            case Event.Answered answered -> neighbours.answered(Learning.of(agent, answered, now), answered, actions);
            case Event.DatabaseAnswered answered -> Learning.of(agent, answered, now);
            case Event.Acted acted -> Learning.of(agent, acted, now);
            case Event.Announced announced ->
                agent.remember(m -> m.with(m.talk().announced(announced.state())));
            case Event.Leaving _ -> agent.remember(m -> m.with(m.heartbeat().farewell()));
        };
        // A new term, a hand-over and its end are told at once.
        boolean news = agent.memory().heartbeat().confirmed() == null && !(event instanceof Event.NotBeaten);
        return new Step(news ? gate.beat(agent, actions, now) : agent, actions);
    }

    /** What this machine's database is good for, as far as the agent knows. */
    public Offer offer(AgentState agent, Tick now) {
        return Offer.of(agent, now, rules);
    }

    private AgentState learn(AgentState agent, Event.Read read, Tick now) {
        if (!rules.corroborate()) {
            return Learning.of(agent, read, now);
        }
        if (Belief.isOvertaken(agent, read)) {
            return agent.pending(agent.pending().reading(false));
        }
        String doubt = Belief.doubt(agent, read);
        return doubt == null ? Learning.of(agent, read, now) : Learning.doubting(agent, doubt);
    }

    private AgentState regular(AgentState before, List<Action> actions, Tick now) {
        AgentState agent = decide(before.memory(Remembering.age(before.memory(), now)), actions, now);
        if (!agent.pending().reading()) {
            actions.add(new Action.ReadEtcd());
            agent = agent.pending(agent.pending().reading(true));
        }
        agent = Neighbours.askInTime(agent, actions, now);
        return gate.keepOpen(gate.beat(agent, actions, now), actions, now);
    }

    private AgentState beaten(AgentState before, Event.Beaten beaten, List<Action> actions, Tick now) {
        AgentState agent = Learning.of(before.pending(before.pending().beating(false)), beaten, now);
        agent = decide(agent, actions, now);
        if (beaten.heartbeat().handingOver()) {
            Neighbours.askAll(agent, actions);
        }
        return gate.beaten(agent, beaten, actions);
    }

    /** Whether writes wait for what this agent sees next: in a switchover, and where primary or partner is silent. */
    static boolean hurries(AgentState agent) {
        return agent.memory().handover().isSwitchover() || missesItsPrimary(agent) || missesItsPartner(agent);
    }

    /** A look is about to show that the partner does not acknowledge, or has just shown it. */
    private static boolean missesItsPartner(AgentState agent) {
        Recorded recorded = agent.view().state();
        Tick heard = agent.memory().voice().seen();
        return recorded != null
                && recorded.state().isPrimary(agent.self())
                && recorded.state().partner() != null
                && agent.stepped().isPast(heard, Timing.REDUCTION.minus(Timing.LOOP))
                && !agent.stepped().isPast(heard, Timing.REDUCTION.plus(Timing.ANSWER));
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

    /** Decides, and begins what was decided when nothing of its kind is under way. */
    private AgentState decide(AgentState agent, List<Action> actions, Tick now) {
        Recorded recorded = agent.view().state();
        AgentState decided = agent;
        if (agent.gateUntil() != null && recorded != null && !recorded.state().isPrimary(agent.self())) {
            decided = Gatekeeping.close(agent, actions);
        }
        if (decided.pending().unseen()) {
            return decided;
        }
        Decision decision = decider.decide(decided.view(), decided.local(), now);
        if (decided.pending().isActing() && !overtakes(decided, decision)) {
            // What was seen may not be true any more when the act has ended.
            return decided;
        }
        return begin(decided.last(decision), decision, actions, now);
    }

    /**
     * Whether it is begun although an act is under way: that may hang for as long as mysqld, or its storage. What follows from a mysqld
     * that does not end ({@link dev.tandem.agent.decide.decision.Survival}) needs no act, and whoever asks is told.
     */
    private static boolean overtakes(AgentState agent, Decision decision) {
        boolean survived = agent.memory().mysqld().kill() == OwnMysqld.Kill.SURVIVED;
        return decision instanceof Decision.Fence || (survived && !(decision instanceof Decision.Act));
    }

    private AgentState begin(AgentState agent, Decision decision, List<Action> actions, Tick now) {
        return switch (decision) {
            case Decision.Stay stay -> agent;
            case Decision.Refuse refuse -> agent;
            case Decision.HandOver handOver ->
                Gatekeeping.close(agent, actions).memory(Remembering.note(agent, handOver, now));
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
        AgentState acting = fence ? Gatekeeping.close(agent, actions) : agent;
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
        return decide(done.remember(m -> m.with(new LastWrite.Settled())), actions, now);
    }

    private static AgentState maybeSwapped(AgentState agent) {
        long revision = agent.pending().revision();
        Recorded recorded = agent.view().state();
        boolean over = recorded != null && recorded.revision() > revision;
        AgentState waiting = agent.pending(agent.pending().swap(null, 0));
        return over ? waiting : waiting.remember(m -> m.with(new LastWrite.Adrift(revision)));
    }
}
