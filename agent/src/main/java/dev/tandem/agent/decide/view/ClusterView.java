package dev.tandem.agent.decide.view;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Request;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this agent knows of the site. Old knowledge is possible and harmless: what depends on it compares revisions.
 *
 * @param state the newest state seen; null before the first read or when there is none
 * @param heartbeat the newest heartbeat seen; null when there is none
 * @param readAt when the last answered linearizable read was sent
 * @param peers the other database machines' agents, as far as heard
 * @param paused an operator wants the agents to observe only
 * @param request what an operator asked for last
 * @param doubt why what etcd holds now is not believed; null when it is. What is known is what was believed before
 */
public record ClusterView(
        @Nullable Recorded state,
        @Nullable Beat heartbeat,
        @Nullable Tick readAt,
        Map<MachineName, Peer> peers,
        boolean paused,
        @Nullable Request request,
        @Nullable String doubt) {
    public ClusterView {
        peers = Map.copyOf(peers);
    }

    /** A state with its etcd revision. */
    public record Recorded(ClusterState state, long revision) {}

    /**
     * A heartbeat with its etcd revision.
     *
     * @param seen when this agent saw that revision first, or when it was written at the latest if that is known to be earlier
     */
    public record Beat(Heartbeat heartbeat, long revision, Tick seen) {}

    /**
     * Another database machine, as far as heard.
     *
     * @param heard when its status came, as a question or as an answer
     * @param databaseHeard when its mysqld last answered this machine; null when never
     */
    public record Peer(
            MemberStatus status, Tick heard, @Nullable Tick databaseHeard) {}

    /** Nothing is known. */
    public static ClusterView unknown() {
        return new ClusterView(null, null, null, Map.of(), false, null, null);
    }

    /** Whether etcd has answered lately, with what is believed. */
    public boolean isCurrent(Tick now) {
        return doubt == null && isFresh(now);
    }

    /** Whether what is known of etcd was believed a moment ago, whatever etcd holds now. */
    public boolean isFresh(Tick now) {
        return readAt != null && !now.isPast(readAt, Timing.CURRENT);
    }

    /** A peer's status, when it came within the time. */
    @Nullable
    public MemberStatus heard(MachineName machine, java.time.Duration within, Tick now) {
        Peer peer = peers.get(machine);
        return peer == null || now.isPast(peer.heard(), within) ? null : peer.status();
    }

    /** Whether the heartbeat is of that state's primary in that state's term. */
    public boolean beats(ClusterState of) {
        return heartbeat != null
                && heartbeat.heartbeat().term() == of.term()
                && heartbeat.heartbeat().primary().equals(of.primary());
    }

    /** Whether that state's primary said in etcd, within the time after which it is taken over, that it serves. */
    public boolean primaryServes(ClusterState of, Tick now) {
        return heartbeat != null
                && beats(of)
                && !heartbeat.heartbeat().handingOver()
                && !now.isPast(heartbeat.seen(), Timing.SILENCE);
    }

    public ClusterView with(Recorded newState) {
        return new ClusterView(newState, heartbeat, readAt, peers, paused, request, doubt);
    }

    public ClusterView with(Beat newBeat) {
        return new ClusterView(state, newBeat, readAt, peers, paused, request, doubt);
    }

    /** Another machine was heard, or its mysqld. */
    public ClusterView with(Peer peer) {
        Map<MachineName, Peer> all = new HashMap<>(peers);
        all.put(peer.status().machine(), peer);
        return new ClusterView(state, heartbeat, readAt, all, paused, request, doubt);
    }

    /** What etcd holds now is not believed. */
    public ClusterView doubting(String because) {
        return new ClusterView(state, heartbeat, readAt, peers, paused, request, because);
    }
}
