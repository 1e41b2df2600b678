package dev.tandem.control.cli.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.plan.Refusal;
import dev.tandem.control.plan.StagePlan;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final MachineName LB1 = new MachineName("lb1");

    @Test
    void aPlanSaysWhatChangesWhereAndWhyAndShowsDifferences() {
        ManagedFile file = ManagedFile.open("/etc/a.conf", "one\ntwo\nthree\n", Effect.RELOAD);
        Plan plan = plan(
                new Change.InstallPackage(new DebianPackage("curl")),
                new Change.WriteFile(file, Optional.of("one\n2\nthree\n"), Reason.CONTENT),
                new Change.RemoveFile(new MachinePath("/etc/old.conf")),
                new Change.RestartUnits(List.of(Unit.running("a.service")), Reason.FILES_CHANGE));
        assertThat(PlanText.lines(plan, true))
                .containsExactly(
                        "",
                        "balancer (one machine at a time)",
                        "  + lb1        package curl: is missing",
                        "  ~ lb1        file /etc/a.conf: has other content",
                        "      @@ -1,3 +1,3 @@",
                        "       one",
                        "      -2",
                        "      +two",
                        "       three",
                        "  - lb1        file /etc/old.conf: is no longer wanted",
                        "  ~ lb1        restart a.service: its files change [disruptive]");
        assertThat(PlanText.summary(plan)).isEqualTo("1 to add, 2 to alter, 1 to remove; 1 disruptive step.");
    }

    @Test
    void aSecretIsNeverShown() {
        ManagedFile secret = ManagedFile.secret("/etc/key", Ownership.PRIVATE, "hunter2\n", Effect.NONE);
        Plan plan = plan(new Change.WriteFile(secret, Optional.of("hunter1\n"), Reason.CONTENT));
        assertThat(PlanText.lines(plan, true)).contains("      (secret)").noneMatch(line -> line.contains("hunter"));
    }

    @Test
    void anEmptyPlanSaysSo() {
        assertThat(PlanText.summary(new Plan(List.of(), List.of())))
                .isEqualTo("No changes: every machine is as site.yaml says.");
    }

    @Test
    void aRefusedPlanNeverSaysThatAllIsWell() {
        Plan plan = new Plan(List.of(), List.of(new Refusal(LB1, "holds data.")));
        assertThat(PlanText.lines(plan, true)).containsExactly("refused: lb1: holds data.");
        assertThat(PlanText.summary(plan)).startsWith("Refused");
    }

    private static Plan plan(Change... changes) {
        Component component = new Component("a", Stage.BALANCER, List.of());
        return new Plan(
                List.of(new StagePlan(
                        Stage.BALANCER, false, List.of(new ComponentPlan(LB1, component, List.of(changes))))),
                List.of());
    }
}
