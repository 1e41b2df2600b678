package dev.tandem.control.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that has to change on a site, in order.
 *
 * @param refusals reasons not to begin at all; a plan with one must not be applied
 */
public record Plan(List<StagePlan> stages, List<Refusal> refusals) {
    public Plan {
        stages = List.copyOf(stages);
        refusals = List.copyOf(refusals);
    }

    /** A plan that changes nothing. */
    public static final Plan NOTHING = new Plan(List.of(), List.of());

    /** Both, one after the other. */
    public Plan then(Plan next) {
        return new Plan(Stream.concat(stages.stream(), next.stages.stream()).toList(), refusals)
                .refusing(next.refusals);
    }

    /** The same plan with more reasons not to begin. */
    public Plan refusing(List<Refusal> more) {
        return new Plan(stages, Stream.concat(refusals.stream(), more.stream()).toList());
    }

    public boolean isEmpty() {
        return stages.isEmpty();
    }

    public Stream<ComponentPlan> work() {
        return stages.stream().flatMap(stage -> stage.work().stream());
    }

    public long count(Change.Symbol symbol) {
        return work().flatMap(work -> work.changes().stream())
                .filter(change -> change.symbol() == symbol)
                .count();
    }

    public long disruptions() {
        return work().filter(ComponentPlan::disruptive).count();
    }
}
