package dev.tandem.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A role that was taken from a machine: what ran it ends there. */
class DepartedComponentTest {
    private static final MachineName MACHINE = new MachineName("lb2");
    private static final Component KNOT = new Component("knot", Stage.DNS, List.of(Unit.running("knot.service")));

    @Test
    void whatRanAComponentThatNobodyWantsAnyMoreIsStopped() {
        Plan plan = plan(Map.of(
                "knot",
                AppliedFingerprints.of(KNOT),
                "keepalived",
                new AppliedFingerprints("a", "b", List.of("keepalived.service"))));

        assertThat(plan.work().flatMap(work -> work.changes().stream()))
                .containsExactly(new Change.RetireComponent("keepalived", List.of("keepalived.service")));
        assertThat(plan.disruptions()).isEqualTo(1);
    }

    @Test
    void aUnitThatSomethingElseWantsGoesOn() {
        Plan plan = plan(Map.of(
                "knot",
                AppliedFingerprints.of(KNOT),
                "dns",
                new AppliedFingerprints("a", "b", List.of("knot.service"))));

        assertThat(plan.work().flatMap(work -> work.changes().stream()))
                .containsExactly(new Change.RetireComponent("dns", List.of()));
        assertThat(plan.disruptions()).isZero();
    }

    @Test
    void whatIsWantedStays() {
        assertThat(plan(Map.of("knot", AppliedFingerprints.of(KNOT))).isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsALinkNowIsNotForgotten() {
        FakeMachine machine = new FakeMachine();
        machine.managed.add(new MachinePath("/etc/a/link"));
        machine.has("/etc/a/link", new ActualPath.LinkFound("target"));
        Component linked = new Component(
                "a", Stage.SERVER, List.of(new Link(new MachinePath("/etc/a/link"), "target", Effect.NONE)));
        assertThat(Planner.plan(List.of(new DesiredMachine(MACHINE, List.of(linked))), Map.of(MACHINE, machine.seen()))
                        .isEmpty())
                .isTrue();
    }

    private static Plan plan(Map<String, AppliedFingerprints> applied) {
        ActualMachine seen = new ActualMachine(
                Optional.empty(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of("knot.service", new ActualUnit(true, true, "active")),
                applied,
                new TreeSet<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return Planner.plan(List.of(new DesiredMachine(MACHINE, List.of(KNOT))), Map.of(MACHINE, seen));
    }
}
