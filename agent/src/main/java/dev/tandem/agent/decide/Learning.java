package dev.tandem.agent.decide;

import dev.tandem.agent.decide.ClusterView.Beat;
import dev.tandem.agent.decide.ClusterView.Peer;
import dev.tandem.agent.decide.ClusterView.Recorded;
import dev.tandem.agent.decide.DatabaseStatus.Running;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How what an event says changes what the agent knows. Knowledge only grows: what is older than what is known is ignored. */
final class Learning {
    private Learning() {}

    static AgentState of(AgentState agent, Event.Looked looked, Tick now) {
        AgentState seen = agent.database(looked.database(), looked.tainted());
        if (seen.pending().unseen()) {
            seen = seen.pending(seen.pending().seen());
        }
        seen = seen.memory(killed(seen, looked));
        Freshness fresh = seen.memory().freshness.looked(seen, now);
        seen = seen.memory(seen.memory().change(m -> m.freshness = fresh));
        if (seen.memory().orderAdrift && !(looked.database() instanceof Running)) {
            seen = seen.memory(seen.memory().change(m -> m.orderAdrift = false));
        }
        boolean began = looked.database() instanceof Running && !(agent.database() instanceof Running);
        return began || isVoiceWell(seen, now) ? seen.memory(seen.memory().change(m -> m.voiceSeen = now)) : seen;
    }

    /** What a look after a kill shows: mysqld is gone, or it is still there although the kill is over. */
    private static Memory killed(AgentState agent, Event.Looked looked) {
        Memory memory = agent.memory();
        boolean runs = looked.database() instanceof Running;
        if (memory.marked && !runs) {
            memory = memory.change(m -> m.marked = false);
        }
        if (memory.kill == Memory.Kill.NONE || (runs && agent.pending().fence())) {
            return memory;
        }
        return memory.change(m -> m.kill = runs ? Memory.Kill.SURVIVED : Memory.Kill.NONE);
    }

    /** Whether partner or candidate is connected and commits do not wait long for it. */
    private static boolean isVoiceWell(AgentState agent, Tick now) {
        Recorded recorded = agent.view().state();
        if (recorded == null || !(agent.database() instanceof Running running)) {
            return false;
        }
        MachineName voice = PrimaryDecisions.voice(recorded.state(), agent.memory());
        return voice != null
                && running.serving().voices().contains(voice)
                && !running.serving().waitsLong(now);
    }

    static AgentState of(AgentState agent, Event.Read read, Tick now) {
        AgentState learned = agent.pending(agent.pending().reading(false));
        Request request = read.request();
        if (request != null
                && request.kind() == Request.Kind.RESUME
                && !request.equals(agent.view().request())) {
            learned = learned.memory(learned.memory().change(m -> m.failovers = List.of()));
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
        learned =
                learned.view(new ClusterView(view.state(), beat, readAt, view.peers(), read.paused(), read.request()));
        return state == null ? learned : settled(learned, state);
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

    /** When the key has moved on, nothing that compares an older revision can happen any more. */
    private static AgentState settled(AgentState agent, Recorded read) {
        long at = agent.memory().unsettledAt;
        if (at == Memory.UNKNOWN) {
            boolean named = read.state().isPrimary(agent.self()) || read.state().namesPartner(agent.self());
            return agent.memory(agent.memory().change(m -> m.unsettledAt = named ? read.revision() : Memory.SETTLED));
        }
        return at != Memory.SETTLED && read.revision() > at
                ? agent.memory(agent.memory().change(m -> m.unsettledAt = Memory.SETTLED))
                : agent;
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
        boolean failover = newTerm && !wanted;
        return learned.memory(learned.memory().change(m -> {
            m.candidate = null;
            m.sample = null;
            m.voiceSeen = now;
            m.retiredAt = Memory.NOT_RETIRED;
            if (newTerm) {
                m.beat = null;
                m.step = Memory.Step.NONE;
            }
            if (failover) {
                m.failovers = Stream.concat(
                                m.failovers.stream().skip(Math.max(0, m.failovers.size() - 5)), Stream.of(now))
                        .toList();
            }
        }));
    }

    static AgentState of(AgentState agent, MemberStatus status, Tick now) {
        Peer known = agent.view().peers().get(status.machine());
        Peer peer = new Peer(status, now, known == null ? null : known.databaseHeard());
        AgentState learned = agent.view(agent.view().with(with(agent.view().peers(), status.machine(), peer)));
        // What a replica asked for before this agent knew it may still be carried out there: it has to ask again.
        return agent.memory().unanswered.containsKey(status.machine())
                ? learned
                : learned.memory(learned.memory()
                        .change(m -> m.unanswered = with(m.unanswered, status.machine(), status.knock())));
    }

    static AgentState of(AgentState agent, Event.Answered answered, Tick now) {
        AgentState learned = of(agent, answered.status(), now);
        Freshness known = learned.memory().freshness;
        Freshness fresh = known.answered(learned, answered.status(), answered.sent());
        return fresh.equals(known) ? learned : learned.memory(learned.memory().change(m -> m.freshness = fresh));
    }

    static AgentState of(AgentState agent, Event.DatabaseAnswered answered, Tick now) {
        Peer known = agent.view().peers().get(answered.machine());
        return known == null
                ? agent
                : agent.view(agent.view()
                        .with(with(
                                agent.view().peers(),
                                answered.machine(),
                                new Peer(known.status(), known.heard(), now))));
    }

    static AgentState of(AgentState agent, Event.Beaten beaten, Tick now) {
        ClusterView view = agent.view();
        boolean newer = view.heartbeat() == null || view.heartbeat().revision() < beaten.revision();
        AgentState learned =
                newer ? agent.view(view.with(new Beat(beaten.heartbeat(), beaten.revision(), now))) : agent;
        // A heartbeat that was sent before the agent changed its mind says nothing.
        boolean leaves = beaten.heartbeat().sign() == Heartbeat.Sign.LEAVING;
        return beaten.heartbeat().handingOver() != agent.memory().handingOver || leaves != leaving(agent)
                ? learned
                : learned.memory(learned.memory().change(m -> {
                    m.beat = new Memory.Confirmed(
                            beaten.heartbeat().term(), beaten.heartbeat().handingOver(), beaten.sent());
                    if (agent.database() instanceof Running running && running.open()) {
                        m.freshness = m.freshness.primary(beaten.sent());
                    }
                }));
    }

    private static boolean leaving(AgentState agent) {
        return agent.memory().leaving && !agent.memory().handingOver;
    }

    static AgentState of(AgentState agent, Event.Acted acted, Tick now) {
        AgentState learned = agent.pending(agent.pending().ended(acted.act()));
        if (acted.outcome() == Event.Outcome.UNKNOWN) {
            return learned.memory(learned.memory().change(m -> m.orderAdrift = true));
        }
        if (acted.outcome() == Event.Outcome.SURVIVED) {
            // That it is still there is what a look would say, which takes seconds at a mysqld that hangs.
            AgentState seen = learned.database() instanceof Running
                    ? learned.pending(learned.pending().seen())
                    : learned;
            return seen.memory(seen.memory().change(m -> m.kill = Memory.Kill.SURVIVED));
        }
        if (acted.act() instanceof Decision.Fence && acted.outcome() == Event.Outcome.REFUSED) {
            return learned.memory(learned.memory().change(m -> m.kill = Memory.Kill.NONE));
        }
        boolean revives = acted.act() instanceof Decision.Revival;
        if (acted.outcome() == Event.Outcome.REFUSED) {
            return revives ? learned.memory(learned.memory().change(m -> m.notRevived = now)) : learned;
        }
        if (revives) {
            learned = learned.memory(learned.memory().change(m -> m.notRevived = null));
        }
        return switch (acted.act()) {
            case Decision.Admit admit ->
                learned.memory(learned.memory().change(m -> {
                    m.admitted =
                            with(m.admitted, admit.replica(), new MemberStatus.Admission(admit.knock(), admit.voice()));
                    m.voiceless = admit.voice()
                            ? m.voiceless
                            : Stream.concat(m.voiceless.stream(), Stream.of(admit.replica()))
                                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
                }));
            // Not when it begins: until it has ended this is a primary that closed itself, which needs no fence.
            case Decision.Demote _ -> learned.memory(learned.memory().change(Remembering::serveAgain));
            case Decision.Expel expel ->
                learned.memory(learned.memory().change(m -> {
                    MemberStatus.Admission admission = m.admitted.get(expel.replica());
                    if (admission != null) {
                        m.unanswered = with(m.unanswered, expel.replica(), admission.knock());
                        m.admitted = without(m.admitted, expel.replica());
                    }
                }));
            default -> learned;
        };
    }

    static <V> Map<MachineName, V> with(Map<MachineName, V> map, MachineName key, V value) {
        Map<MachineName, V> copy = new HashMap<>(map);
        copy.put(key, value);
        return Map.copyOf(copy);
    }

    private static <V> Map<MachineName, V> without(Map<MachineName, V> map, MachineName key) {
        Map<MachineName, V> copy = new HashMap<>(map);
        copy.remove(key);
        return Map.copyOf(copy);
    }
}
