package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView.Peer;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the state that was read in etcd can be what an agent wrote. Who may write to etcd is not thereby an agent: a voter's machine
 * may be in other hands. So a state that changes who may write is believed when those whom it changes say the same on the agents' own
 * way, on which both sides show a certificate:
 *
 * <ul>
 *   <li>A machine becomes primary by its own agent's write, and a primary gets a partner by its own. Each knows what it wrote, and what
 *       an operator announced to it.
 *   <li>Everybody else believes it when that machine's agent acts on it. A machine that is not heard is not followed either, so to wait
 *       for it costs nothing: it has all that it needs to serve without.
 *   <li>A new agent has only what it reads, and the terms on which the others act.
 *   <li>Revisions of etcd never fall. One that was put back to an older copy, or begun anew, has forgotten what agents act on. An
 *       answer that comes late looks the same, and is left out ({@link #isOvertaken}).
 * </ul>
 *
 * <p>Not asked for: that a partner is gone. Primary or partner may write that in any moment, and it takes no write away.
 */
final class Belief {
    private Belief() {}

    /**
     * Whether it may have been on its way while what this agent knows was written, as at every switchover: then it is news of nothing. One that
     * was asked for later is none, and the next one tells.
     */
    static boolean isOvertaken(AgentState agent, Event.Read read) {
        Recorded known = agent.view().state();
        Tick readAt = agent.view().readAt();
        return known != null
                && readAt != null
                && read.state() != null
                && read.state().revision() < known.revision()
                && !read.sent().isPast(readAt, Timing.ANSWER);
    }

    /** What was read in etcd, and why that is not believed; null when it is, and for a state that is known already. */
    static @Nullable String doubt(AgentState agent, Event.Read read) {
        Recorded known = agent.view().state();
        if (read.state() == null) {
            return known == null ? null : "there is no state any more, and this agent acts on " + known.state();
        }
        ClusterState state = read.state().state();
        String wrong = doubt(agent, state, read.sent());
        if (wrong == null && known != null && read.state().revision() != known.revision()) {
            wrong = read.state().revision() > known.revision()
                    ? doubt(agent, known.state(), read.state())
                    : "etcd has forgotten what came after revision "
                            + read.state().revision() + ", and this agent knows " + known.revision();
        }
        return wrong == null ? null : "'" + state + "', because " + wrong;
    }

    /** What is wrong with it whatever was known before. */
    private static @Nullable String doubt(AgentState agent, ClusterState state, Tick sent) {
        MachineName unknown = isDatabase(agent, state.primary()) ? null : state.primary();
        Partner partner = state.partner();
        if (unknown == null && partner != null && !isDatabase(agent, partner.machine())) {
            unknown = partner.machine();
        }
        if (unknown != null) {
            return "no database machine is called " + unknown;
        }
        Optional<Peer> ahead = agent.view().peers().values().stream()
                .filter(peer -> peer.status().term() > state.term() && sent.compareTo(peer.heard()) > 0)
                .max(Comparator.comparingLong(peer -> peer.status().term()));
        return ahead.map(Peer::status)
                .map(status -> "the agent of " + status.machine() + " acts on term " + status.term())
                .orElse(null);
    }

    private static boolean isDatabase(AgentState agent, MachineName machine) {
        return machine.equals(agent.self()) || agent.others().contains(machine);
    }

    /** What is wrong with it as what came after the known one. */
    private static @Nullable String doubt(AgentState agent, ClusterState known, Recorded read) {
        ClusterState state = read.state();
        if (state.term() < known.term()) {
            return "this agent acts on term " + known.term();
        }
        if (state.term() > known.term()) {
            return ofOtherTerm(agent, known, state);
        }
        if (!state.primary().equals(known.primary())) {
            return "the primary of that term is " + known.primary();
        }
        return state.partner() == null || Objects.equals(state.partner(), known.partner())
                ? null
                : ofOtherPartner(agent, read, state.partner());
    }

    private static @Nullable String ofOtherTerm(AgentState agent, ClusterState known, ClusterState state) {
        if (state.isPrimary(agent.self())) {
            boolean own = isOwn(agent, state) && known.namesPartner(agent.self());
            return own || state.equals(agent.memory().talk().announced())
                    ? null
                    : "this agent did not take over, and no operator said that it shall";
        }
        boolean offered = known.isPrimary(agent.self())
                && known.namesPartner(state.primary())
                && agent.memory().handover().isOffered();
        MemberStatus primary = status(agent, state.primary());
        return offered || (primary != null && primary.term() >= state.term()) ? null : unsaid(agent, state.primary());
    }

    private static @Nullable String ofOtherPartner(AgentState agent, Recorded read, Partner partner) {
        ClusterState state = read.state();
        if (state.isPrimary(agent.self())) {
            return isOwn(agent, state) ? null : "this agent, the primary's, did not make it partner";
        }
        MemberStatus primary = status(agent, state.primary());
        boolean says = primary != null
                && primary.term() == state.term()
                && (partner.machine().equals(primary.synchronous()) || isAt(primary, read.revision()));
        return says || !partner.machine().equals(agent.self()) ? null : unsaid(agent, state.primary());
    }

    private static String unsaid(AgentState agent, MachineName machine) {
        boolean heard = agent.view().heard(machine, Timing.HEARD, agent.stepped()) != null;
        return "the agent of " + machine + (heard ? " does not say so" : ", which must know, is not heard");
    }

    /** Whether it acts on that state or a later one; an agent that knows no revisions is believed. */
    private static boolean isAt(MemberStatus status, long revision) {
        return status.revision() == null || status.revision() >= revision;
    }

    /** Whether this agent, or an earlier one of this machine, may have written it. */
    private static boolean isOwn(AgentState agent, ClusterState state) {
        Decision.Swap swap = agent.pending().swap();
        return (swap != null && swap.next().equals(state)) || !agent.memory().isSettled();
    }

    private static @Nullable MemberStatus status(AgentState agent, MachineName machine) {
        Peer peer = agent.view().peers().get(machine);
        return peer == null ? null : peer.status();
    }
}
