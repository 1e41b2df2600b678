package dev.tandem.control.apply;

import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.protocol.MachineName;
import java.time.Duration;

/** Hears how an apply goes. Called from several threads. */
public interface Progress {
    /** A component's turn has come. */
    void begins(ComponentPlan work);

    /** Something long is being done for a component. */
    void says(MachineName machine, String component, String what);

    /** A component is in place and answers. */
    void ends(ComponentPlan work, Duration took);
}
