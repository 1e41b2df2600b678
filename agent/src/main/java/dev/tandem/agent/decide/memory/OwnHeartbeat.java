package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * What this agent's heartbeats said, and what it does about the gate for them.
 *
 * @param confirmed the last one that etcd confirmed, of what the agent still says; null for none
 * @param leaving this agent is about to end, and says so
 * @param gateLimited the gate is not open for longer than a heartbeat of this agent may open it; an earlier agent may have left
 */
public record OwnHeartbeat(@Nullable Confirmed confirmed, boolean leaving, boolean gateLimited) {
    /** A heartbeat that etcd confirmed. */
    public record Confirmed(long term, boolean handingOver, Tick sent) {}

    public static final OwnHeartbeat NONE = new OwnHeartbeat(null, false, false);

    /** etcd confirmed what was sent then. */
    public OwnHeartbeat confirmed(Heartbeat heartbeat, Tick sent) {
        return new OwnHeartbeat(new Confirmed(heartbeat.term(), heartbeat.handingOver(), sent), leaving, gateLimited);
    }

    /** There is something else to say now: the next one is sent at once. */
    public OwnHeartbeat news() {
        return new OwnHeartbeat(null, leaving, gateLimited);
    }

    /** This agent is about to end. */
    public OwnHeartbeat farewell() {
        return new OwnHeartbeat(null, true, gateLimited);
    }

    /** What an earlier agent allowed was shortened. */
    public OwnHeartbeat limited() {
        return new OwnHeartbeat(confirmed, leaving, true);
    }

    /** When that was sent by which etcd confirmed last that this machine serves as primary of that term; null for never. */
    @Nullable
    public Tick servedIn(long term) {
        return confirmed != null && confirmed.term() == term && !confirmed.handingOver() ? confirmed.sent() : null;
    }
}
