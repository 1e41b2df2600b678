package dev.tandem.control.plan;

import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualVoter;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes the plan of a site. Pure: equal machines give equal plans. */
public final class Planner {
    private final List<DesiredMachine> desired;
    private final Map<MachineName, ActualMachine> actual;
    private final Leadership leadership;

    private Planner(List<DesiredMachine> desired, Map<MachineName, ActualMachine> actual) {
        this.desired = desired;
        this.actual = actual;
        desired.forEach(this::seen);
        this.leadership = Leadership.of(desired, actual);
    }

    /**
     * Compares.
     *
     * @param desired in the order of the site's file
     * @param actual an entry for each desired machine
     */
    public static Plan plan(List<DesiredMachine> desired, Map<MachineName, ActualMachine> actual) {
        return new Planner(desired, actual).plan();
    }

    private Plan plan() {
        List<StagePlan> stages = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            List<ComponentPlan> work = work(stage);
            if (!work.isEmpty()) {
                stages.add(new StagePlan(stage, stage.pace() == Stage.Pace.TOGETHER || nothingServes(stage), work));
            }
        }
        return new Plan(stages, leadership.refusals());
    }

    private List<ComponentPlan> work(Stage stage) {
        List<ComponentPlan> work = new ArrayList<>();
        for (DesiredMachine machine : inTurn(stage)) {
            for (Component component : machine.components()) {
                if (component.stage() == stage) {
                    List<Change> changes = changes(machine, component);
                    if (!changes.isEmpty()) {
                        work.add(new ComponentPlan(machine.machine(), component, changes));
                    }
                }
            }
        }
        return work;
    }

    private List<Change> changes(DesiredMachine machine, Component component) {
        return new ComponentComparison(
                        machine, component, seen(machine), othersVoted(machine), leadership, isOnlyDatabase())
                .changes();
    }

    private boolean isOnlyDatabase() {
        return desired.stream()
                        .flatMap(machine -> machine.components().stream())
                        .flatMap(component -> component.items(DatabaseData.class))
                        .count()
                == 1;
    }

    private boolean othersVoted(DesiredMachine machine) {
        return desired.stream()
                .filter(other -> !other.equals(machine))
                .anyMatch(other ->
                        seen(other).voter().filter(ActualVoter::holdsData).isPresent());
    }

    /** Where databases and their agents are touched, and where the first primary is made, its turn comes after its replicas'. */
    private List<DesiredMachine> inTurn(Stage stage) {
        return switch (stage) {
            case DATABASE, AGENT, BOOTSTRAP -> primaryLast();
            default -> desired;
        };
    }

    private List<DesiredMachine> primaryLast() {
        return desired.stream()
                .sorted(Comparator.comparing(machine -> leadership.primary().equals(Optional.of(machine.machine()))))
                .toList();
    }

    /** Whether no unit of the stage runs. A stage that has no units works on what its machines' other stages run. */
    private boolean nothingServes(Stage stage) {
        List<DesiredMachine> concerned = desired.stream()
                .filter(machine -> machine.components().stream().anyMatch(component -> component.stage() == stage))
                .toList();
        boolean hasUnits = concerned.stream()
                .flatMap(machine -> runningUnits(machine, component -> component.stage() == stage))
                .findAny()
                .isPresent();
        return concerned.stream()
                .noneMatch(machine -> runningUnits(
                                machine,
                                component ->
                                        hasUnits ? component.stage() == stage : component.stage() != Stage.GROUNDWORK)
                        .anyMatch(unit -> seen(machine).unit(unit.name()).active()));
    }

    private static Stream<Unit> runningUnits(DesiredMachine machine, Predicate<Component> which) {
        return machine.components().stream()
                .filter(which)
                .flatMap(component -> component.items(Unit.class))
                .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING);
    }

    private ActualMachine seen(DesiredMachine machine) {
        ActualMachine seen = actual.get(machine.machine());
        if (seen == null) {
            throw new IllegalArgumentException(machine.machine() + " was not observed");
        }
        return seen;
    }
}
