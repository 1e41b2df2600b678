package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the site's keys hold, at one moment.
 *
 * @param state null when nothing was decided yet
 * @param stateRevision 0 when there is no state
 * @param heartbeatRevision 0 when there is no heartbeat
 * @param request null when there is none, or none that this version knows
 */
public record Contents(
        @Nullable ClusterState state,
        long stateRevision,
        @Nullable Heartbeat heartbeat,
        long heartbeatRevision,
        boolean paused,
        @Nullable Request request)
        implements Consensus.Held {}
