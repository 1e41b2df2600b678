package dev.tandem.agent.decide;

import org.jspecify.annotations.Nullable;

/**
 * What was said among the agents.
 *
 * @param asked when all others were last asked how they are
 * @param promised when the primary last asked for, and got, the promise not to take over; null for never
 */
record Talk(Tick asked, @Nullable Tick promised) {
    Talk asked(Tick now) {
        return new Talk(now, promised);
    }

    Talk promised(Tick now) {
        return new Talk(asked, now);
    }
}
