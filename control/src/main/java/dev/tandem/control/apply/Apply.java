package dev.tandem.control.apply;

import dev.tandem.control.operate.LockedException;
import dev.tandem.control.operate.SiteLock;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.StagePlan;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies a plan. Stages follow each other; in a stage, machines are touched one after the other unless nothing serves there
 * yet. The first failure ends it: what was done before stays, the component that failed has its old files again, and what
 * comes later is untouched. Applying again goes on from there.
 */
public final class Apply {
    private final Fleet fleet;
    private final SiteLock lock;
    private final Progress progress;

    /** Prepares; the lock is the site's, taken before the plan was made. */
    public Apply(Fleet fleet, SiteLock lock, Progress progress) {
        this.fleet = fleet;
        this.lock = lock;
        this.progress = progress;
    }

    /**
     * Carries out a plan that has no refusals.
     *
     * @throws LockedException when the lock was lost on the way; no step begins after that
     * @throws ApplyException when a step fails; other machines' steps that were under way have ended then
     */
    public void run(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            throw new IllegalArgumentException("a plan with refusals is not applied: " + plan.refusals());
        }
        plan.stages().forEach(this::run);
    }

    private void run(StagePlan stage) {
        List<List<ComponentPlan>> machines = byMachine(stage);
        if (stage.together()) {
            InParallel.map(machines, work -> work.getFirst().machine(), this::run);
        } else {
            machines.forEach(this::run);
        }
    }

    private boolean run(List<ComponentPlan> workOfOneMachine) {
        new MachineTurn(fleet, lock, progress, workOfOneMachine).run();
        return true;
    }

    private static List<List<ComponentPlan>> byMachine(StagePlan stage) {
        Map<MachineName, List<ComponentPlan>> machines = new LinkedHashMap<>();
        stage.work()
                .forEach(work -> machines.computeIfAbsent(work.machine(), _ -> new ArrayList<>())
                        .add(work));
        return List.copyOf(machines.values());
    }
}
