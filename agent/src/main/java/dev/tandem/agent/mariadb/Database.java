package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import org.jspecify.annotations.Nullable;

/** This machine's MariaDB. */
public interface Database {
    /**
     * What one look saw.
     *
     * @param unwritable for how long it has been open and refused the agent's own write, and its words; null when it does not
     */
    record Look(
            DatabaseStatus status,
            boolean tainted,
            String lagSeconds,
            @Nullable String unwritable) {}

    /** Looks, in about a second at most. For one thread. */
    Look look(Tick now);

    /**
     * Does what was decided, whatever time that takes. For one thread, except that a {@link Decision.Fence} may come from another
     * one at any time and ends what is under way.
     */
    Decision.Outcome carryOut(Decision.Act act);
}
