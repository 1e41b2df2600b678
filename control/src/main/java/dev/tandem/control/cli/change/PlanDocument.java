package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Workplace;
import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.Refusal;
import dev.tandem.control.plan.StagePlan;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan for other programs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 */
@Json
record PlanDocument(int schema, String site, String place, List<Entry> changes, List<String> refusals) {
    /** One change. {@code difference} is a unified diff, empty where there is none or where it is secret. */
    @Json
    record Entry(
            String stage,
            String machine,
            String component,
            String symbol,
            String subject,
            String reason,
            boolean disruptive,
            List<String> difference) {}

    static PlanDocument of(Workplace workplace, Plan plan) {
        List<Entry> entries = new ArrayList<>();
        for (StagePlan stage : plan.stages()) {
            for (ComponentPlan work : stage.work()) {
                work.changes().forEach(change -> entries.add(entry(stage, work, change)));
            }
        }
        return new PlanDocument(
                1,
                workplace.site().name().value(),
                workplace.place().word(),
                entries,
                plan.refusals().stream().map(Refusal::toString).toList());
    }

    private static Entry entry(StagePlan stage, ComponentPlan work, Change change) {
        return new Entry(
                stage.stage().word(),
                work.machine().value(),
                work.component().name(),
                change.symbol().mark(),
                change.subject(),
                change.reason().words(),
                change.disruptive(),
                PlanText.difference(change));
    }
}
