package dev.tandem.agent.peer;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MemberStatus;
import java.util.concurrent.CompletableFuture;

/** What the agent's port serves. */
public interface Desk {
    /** Another agent asks; the answer comes from the loop. */
    CompletableFuture<Peers.Answer> asked(MemberStatus status, long sent);

    /** An operator is about to write that state, in which this machine is primary. */
    void announced(ClusterState state);

    /** The agent's own view of itself, as JSON. */
    String status();

    /** Figures for Prometheus (exposition format 0.0.4). */
    String metrics();
}
