package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.memory.Freshness;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.memory.OwnMysqld;
import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Beat;
import dev.tandem.agent.decide.view.ClusterView.Peer;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.MemberStatus.Admission;
import dev.tandem.protocol.Request;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How what an event says changes what the agent knows. Knowledge only grows: what is older than what is known is ignored. */
final class Learning {
    private Learning() {}

    static AgentState of(AgentState agent, Event.Looked looked) {
        AgentState seen = agent.database(looked.database(), looked.tainted());
        if (seen.pending().unseen()) {
            seen = seen.pending(seen.pending().seen());
        }
        OwnMysqld mysqld = looked(seen, looked.database() instanceof Running);
        Freshness fresh = seen.memory().freshness().looked(seen.view(), seen.database());
        seen = seen.remember(m -> m.with(mysqld).with(fresh));
        if (!(looked.database() instanceof Running running)) {
            return seen;
        }
        boolean began = !(agent.database() instanceof Running);
        return began || isVoiceWell(seen, running)
                ? seen.remember(m -> m.with(m.voice().seen(running.seen())))
                : seen;
    }

    /** What a look after a kill shows: mysqld is gone, or it is still there although the kill is over. */
    private static OwnMysqld looked(AgentState agent, boolean runs) {
        OwnMysqld mysqld = agent.memory().mysqld();
        if (!runs) {
            return mysqld.gone();
        }
        return agent.pending().fence() ? mysqld : mysqld.alive();
    }

    /** Whether partner or candidate is connected and commits do not wait long for it. */
    private static boolean isVoiceWell(AgentState agent, Running running) {
        Recorded recorded = agent.view().state();
        if (recorded == null) {
            return false;
        }
        MachineName voice = agent.memory().voice().whoseCounts(recorded.state());
        return voice != null && running.serving().voices().contains(voice) && !running.waitsLong();
    }

    static AgentState of(AgentState agent, Event.Read read, Tick now) {
        AgentState learned = agent.pending(agent.pending().reading(false));
        Request request = read.request();
        if (request != null
                && request.kind() == Request.Kind.RESUME
                && !request.equals(agent.view().request())) {
            learned = learned.remember(m -> m.with(m.past().forgiven()));
        }
        Recorded state = read.state();
        if (state != null) {
            learned = recorded(learned, state, now);
        }
        ClusterView view = learned.view();
        Beat known = view.heartbeat();
        Heartbeat heartbeat = read.heartbeat();
        Beat beat = heartbeat == null || (known != null && read.heartbeatRevision() <= known.revision())
                ? known
                : new Beat(heartbeat, read.heartbeatRevision(), written(known, heartbeat, now));
        Tick readAt = view.readAt() == null ? read.sent() : view.readAt().or(read.sent());
        learned = learned.view(
                new ClusterView(view.state(), beat, readAt, view.peers(), read.paused(), read.request(), null));
        return state == null
                ? learned
                : learned.remember(m -> m.with(m.lastWrite().read(state, agent.self())));
    }

    /** etcd answered, and what it holds is not believed: what was known before stays known. */
    static AgentState doubting(AgentState agent, String because) {
        AgentState answered = agent.pending(agent.pending().reading(false));
        return answered.view(answered.view().doubting(because));
    }

    /**
     * When a heartbeat was written at the latest. One that etcd could not show while it had no leader was written before that: the last
     * one of a machine that died with etcd's leader would else count from the election on.
     */
    private static Tick written(@Nullable Beat known, Heartbeat heartbeat, Tick now) {
        if (known == null) {
            return now;
        }
        OptionalLong later = heartbeat.millisAfter(known.heartbeat());
        if (later.isEmpty()) {
            return now;
        }
        // Its clock may be slower by as much as SILENCE is longer than GATE; and what is less than a millisecond was
        // cut off.
        long millis = (later.getAsLong() + 1) * Timing.SILENCE.toMillis() / Timing.GATE.toMillis();
        Tick atLatest = known.seen().plus(Duration.ofMillis(millis));
        return atLatest.compareTo(now) < 0 ? atLatest : now;
    }

    /** A state that is newer than the known one. */
    static AgentState recorded(AgentState agent, Recorded read, Tick now) {
        Recorded known = agent.view().state();
        if (known != null && known.revision() >= read.revision()) {
            return agent;
        }
        AgentState learned = agent.view(agent.view().with(read));
        ClusterState state = read.state();
        if (known == null || known.state().equals(state)) {
            return learned;
        }
        boolean newTerm = known.state().term() != state.term();
        Request request = agent.view().request();
        boolean wanted = request != null && request.asks(Request.Kind.SWITCHOVER, state.primary());
        Memory changed = learned.memory()
                .with(Voice.ofNobody(now))
                .with(learned.memory().replica().back());
        return learned.memory(newTerm ? newTerm(changed, !wanted, now) : changed);
    }

    private static Memory newTerm(Memory memory, boolean failover, Tick now) {
        Memory changed =
                memory.with(memory.heartbeat().news()).with(memory.handover().withoutSwitchover());
        return failover ? changed.with(memory.past().failover(now)) : changed;
    }

    /** What a machine says that is none of the database machines is not known: nothing can be decided about it. */
    static AgentState of(AgentState agent, MemberStatus status, Tick now) {
        if (!agent.others().contains(status.machine())) {
            return agent;
        }
        Peer known = agent.view().peers().get(status.machine());
        Peer peer = new Peer(status, now, known == null ? null : known.databaseHeard());
        AgentState learned = agent.view(agent.view().with(peer));
        return learned.remember(m -> m.with(m.admissions().heard(status)));
    }

    static AgentState of(AgentState agent, Event.Answered answered, Tick now) {
        if (!agent.others().contains(answered.status().machine())) {
            return agent;
        }
        AgentState learned = of(agent, answered.status(), now);
        return learned.remember(m ->
                m.with(m.freshness().answered(learned.view(), learned.database(), answered.status(), answered.sent())));
    }

    static AgentState of(AgentState agent, Event.DatabaseAnswered answered, Tick now) {
        Peer known = agent.view().peers().get(answered.machine());
        return known == null ? agent : agent.view(agent.view().with(new Peer(known.status(), known.heard(), now)));
    }

    static AgentState of(AgentState agent, Event.Beaten beaten, Tick now) {
        ClusterView view = agent.view();
        boolean newer = view.heartbeat() == null || view.heartbeat().revision() < beaten.revision();
        AgentState learned =
                newer ? agent.view(view.with(new Beat(beaten.heartbeat(), beaten.revision(), now))) : agent;
        // A heartbeat that was sent before the agent changed its mind says nothing.
        boolean leaves = beaten.heartbeat().sign() == Heartbeat.Sign.LEAVING;
        if (beaten.heartbeat().handingOver() != agent.memory().handover().isOffered() || leaves != leaving(agent)) {
            return learned;
        }
        boolean open = agent.database() instanceof Running running && running.open();
        return learned.remember(m -> m.with(m.heartbeat().confirmed(beaten.heartbeat(), beaten.sent()))
                .with(open ? m.freshness().primary(beaten.sent()) : m.freshness()));
    }

    private static boolean leaving(AgentState agent) {
        return agent.memory().heartbeat().leaving()
                && !agent.memory().handover().isOffered();
    }

    static AgentState of(AgentState agent, Event.Acted acted, Tick now) {
        AgentState learned = agent.pending(agent.pending().ended(acted.act()));
        if (acted.outcome() == Decision.Outcome.UNKNOWN) {
            return learned.remember(m -> m.with(m.mysqld().adrift()));
        }
        if (acted.outcome() == Decision.Outcome.SURVIVED) {
            // That it is still there is what a look would say, which takes seconds at a mysqld that hangs.
            AgentState seen = learned.database() instanceof Running
                    ? learned.pending(learned.pending().seen())
                    : learned;
            return seen.remember(m -> m.with(m.mysqld().survived()));
        }
        if (acted.act() instanceof Decision.Fence && acted.outcome() == Decision.Outcome.REFUSED) {
            return learned.remember(m -> m.with(m.mysqld().spared()));
        }
        boolean revives = acted.act() instanceof Decision.Revival;
        if (acted.outcome() == Decision.Outcome.REFUSED) {
            return revives ? learned.remember(m -> m.with(m.mysqld().notRevived(now))) : learned;
        }
        if (revives) {
            learned = learned.remember(m -> m.with(m.mysqld().revived()));
        }
        return switch (acted.act()) {
            case Decision.Admit admit ->
                learned.remember(m ->
                        m.with(m.admissions().done(admit.replica(), new Admission(admit.knock(), admit.voice()))));
            // Not when it begins: until it has ended this is a primary that closed itself, which needs no fence.
            case Decision.Demote _ -> learned.remember(m -> m.with(new Handover.None()));
            case Decision.Expel expel ->
                learned.remember(m -> m.with(m.admissions().expelled(expel.replica())));
            case Decision.Fence _,
                    Decision.Stop _,
                    Decision.Start _,
                    Decision.Open _,
                    Decision.SemiSync _,
                    Decision.StopReceiver _,
                    Decision.Receive _,
                    Decision.Follow _,
                    Decision.Rebuild _,
                    Decision.MarkTainted _,
                    Decision.PauseRouters _,
                    Decision.Close _,
                    Decision.GiveUpSwitchover _ -> learned;
        };
    }
}
