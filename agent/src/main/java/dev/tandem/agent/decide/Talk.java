package dev.tandem.agent.decide;

import dev.tandem.protocol.ClusterState;
import org.jspecify.annotations.Nullable;

/**
 * What was said among the agents.
 *
 * @param asked when all others were last asked how they are
 * @param promised when the primary last asked for, and got, the promise not to take over; null for never
 * @param announced what an operator said last that he would write; null for nothing
 */
record Talk(Tick asked, @Nullable Tick promised, @Nullable ClusterState announced) {
    Talk asked(Tick now) {
        return new Talk(now, promised, announced);
    }

    Talk promised(Tick now) {
        return new Talk(asked, now, announced);
    }

    Talk announced(ClusterState state) {
        return new Talk(asked, promised, state);
    }
}
