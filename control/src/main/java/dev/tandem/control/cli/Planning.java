package dev.tandem.control.cli;

import dev.tandem.control.observe.Observation;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.Planner;
import dev.tandem.control.state.DesiredMachine;
import java.util.List;

/** Makes the plan of a site as it is now. */
final class Planning {
    private Planning() {}

    static Plan plan(Workplace workplace) {
        List<DesiredMachine> desired = workplace.desired();
        return Planner.plan(desired, new Observation(workplace.fleet()).observe(desired));
    }

    /** Throws CommandFailure when a safety rule refuses the plan. */
    static void requireAllowed(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched:\n  "
                            + String.join(
                                    "\n  ",
                                    plan.refusals().stream()
                                            .map(Object::toString)
                                            .toList()));
        }
    }
}
