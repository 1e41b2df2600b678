package dev.tandem.control.cli.applying;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.Observation;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.Planner;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;

/** Makes the plan of a site as it is now. */
public final class Planning {
    private Planning() {}

    public static Plan plan(Workplace workplace) {
        List<DesiredMachine> desired = workplace.desired();
        Map<MachineName, ActualMachine> seen = new Observation(workplace.fleet()).observe(desired);
        return Planner.plan(desired, seen).refusing(LockOut.refusals(workplace.site(), seen));
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
