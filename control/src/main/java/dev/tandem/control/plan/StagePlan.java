package dev.tandem.control.plan;

import dev.tandem.control.state.desired.Stage;
import java.util.List;

/**
 * What has to change in one stage, in the order in which the machines' turns come.
 *
 * @param together whether the machines may be touched at the same time: always in a stage that disturbs nobody, and else
 *     only while no machine of the stage serves anything yet
 */
public record StagePlan(Stage stage, boolean together, List<ComponentPlan> work) {
    public StagePlan {
        work = List.copyOf(work);
    }
}
