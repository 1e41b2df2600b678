package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterState;
import org.jspecify.annotations.Nullable;

/**
 * What was said among the agents.
 *
 * @param asked when all others were last asked how they are
 * @param promised when the primary last asked for, and got, the promise not to take over; null for never
 * @param announced what an operator said last that he would write; null for nothing
 */
public record Talk(
        Tick asked, @Nullable Tick promised, @Nullable ClusterState announced) {
    public Talk asked(Tick now) {
        return new Talk(now, promised, announced);
    }

    public Talk promised(Tick now) {
        return new Talk(asked, now, announced);
    }

    public Talk announced(ClusterState state) {
        return new Talk(asked, promised, state);
    }
}
