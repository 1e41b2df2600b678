package dev.tandem.control.cli.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.StagePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as text: what changes, where and why, with the differences of files. Pure. */
public final class PlanText {
    private static final int CONTEXT_LINES = 2;

    private PlanText() {}

    static List<String> lines(Plan plan, boolean withDifferences) {
        List<String> lines = new ArrayList<>();
        for (StagePlan stage : plan.stages()) {
            lines.add("");
            lines.add(stage.stage().word() + (stage.together() ? "" : " (one machine at a time)"));
            for (ComponentPlan work : stage.work()) {
                for (Change change : work.changes()) {
                    lines.add(line(work, change));
                    if (withDifferences) {
                        difference(change).forEach(difference -> lines.add("      " + difference));
                    }
                }
            }
        }
        plan.refusals().forEach(refusal -> lines.add("refused: " + refusal));
        return lines;
    }

    /** For instance {@code 3 to add, 1 to alter, 0 to remove; 1 step that users may notice}. */
    public static String summary(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            return "Refused: 'tandem apply' will not touch this site as it is.";
        }
        if (plan.isEmpty()) {
            return "No changes: every machine is as site.yaml says.";
        }
        long disruptions = plan.disruptions();
        String noticed = disruptions == 0
                ? "nothing that users would notice"
                : disruptions + (disruptions == 1 ? " disruptive step" : " disruptive steps");
        return String.format(
                Locale.ROOT,
                "%d to add, %d to alter, %d to remove; %s.",
                plan.count(Change.Symbol.ADD),
                plan.count(Change.Symbol.ALTER),
                plan.count(Change.Symbol.REMOVE),
                noticed);
    }

    private static String line(ComponentPlan work, Change change) {
        return String.format(
                Locale.ROOT,
                "  %s %-10s %s: %s%s",
                change.symbol().mark(),
                work.machine(),
                change.subject(),
                change.reason().words(),
                change.disruptive() ? " [disruptive]" : "");
    }

    static List<String> difference(Change change) {
        if (!(change instanceof Change.WriteFile write)) {
            return List.of();
        }
        if (write.file().secret()) {
            return List.of("(secret)");
        }
        if (write.before().isEmpty()) {
            return List.of();
        }
        List<String> before = write.before().get().lines().toList();
        List<String> after = write.file().content().lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff("now", "then", before, DiffUtils.diff(before, after), CONTEXT_LINES)
                .stream()
                .skip(2)
                .toList();
    }
}
