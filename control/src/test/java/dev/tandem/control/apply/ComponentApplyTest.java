package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.operate.BalancerRotation;
import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole component on a machine whose systemctl makes its service take in /etc/demo.conf, and answer when that is good. */
class ComponentApplyTest {
    private static final Unit UNIT = Unit.running("demo.service");
    private static final String UNIT_FILE = "/etc/systemd/system/demo.service";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private PrivateMachine machine;

    @BeforeEach
    void aServiceThatRuns() {
        machine = PrivateMachine.in(folder);
        machine.program("systemctl", """
                echo "$*" >> /var/tmp/systemctl
                case "$1" in start|restart|reload|reload-or-restart) cp /etc/demo.conf /var/tmp/live ;; esac
                """);
        machine.sh("echo 'good old' > /etc/demo.conf; cp /etc/demo.conf /var/tmp/live");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void aGoodFileIsInPlaceInUseAndRemembered() {
        apply(reload("good new"));
        assertThat(live()).isEqualTo("good new");
        assertThat(machine.sh("cut -d' ' -f3- /var/lib/tandem/applied/demo")).isEqualTo(UNIT.name());
        assertThat(machine.sh("find /var/lib/tandem/backup /var/lib/tandem/stage -mindepth 1"))
                .isEmpty();
    }

    @Test
    void whatTheCheckerRefusesTouchesNothing() {
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(reload("nonsense")))
                .withMessageStartingWith("private, demo: nothing that runs was touched.")
                .withMessageContaining("could not accept the new configuration");
        assertThat(machine.sh("cat /etc/demo.conf")).isEqualTo("good old");
        assertThat(live()).isEqualTo("good old");
        assertThat(systemctl()).isEmpty();
    }

    @Test
    void whatDoesNotAnswerIsRestoredAndTheOldIsInUse() {
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(reload("bad new")))
                .withMessageStartingWith(
                        "private, demo: the new files did not work; the old ones are back and in use.");
        assertThat(machine.sh("cat /etc/demo.conf")).isEqualTo("good old");
        assertThat(live()).isEqualTo("good old");
        assertThat(machine.sh("ls /var/lib/tandem/applied 2>/dev/null || true")).isEmpty();
        assertThat(said).contains("does not answer; putting the old files back");
    }

    @Test
    void whatWasSwappedByAnApplyThatWasCutOffIsRestoredByTheNextThatFindsItBad() {
        ComponentPlan work = reload("bad new");
        FileSwap swap =
                new FileSwap(machine, "demo", work.changes(Change.OfFiles.class).toList());
        swap.stage();
        swap.swap();
        ComponentPlan rest =
                plan(List.of(file("bad new"), UNIT), List.of(new Change.ReloadUnits(List.of(UNIT), Reason.UNFINISHED)));
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(rest))
                .withMessageContaining("the old ones are back and in use");
        assertThat(live()).isEqualTo("good old");
    }

    @Test
    void whereNeitherTheNewNorTheOldRunsBothAreTold() {
        machine.program("systemctl", """
                case "$1" in
                    reload) cp /etc/demo.conf /var/tmp/live ;;
                    reload-or-restart) exit 1 ;;
                esac
                """);
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(reload("bad new")))
                .withMessageContaining("going back to the old ones did not either")
                .withMessageContaining("reload-or-restart demo.service");
    }

    @Test
    void aServiceThatNeverRanHasNothingToGoBackTo() {
        ComponentPlan work = plan(
                List.of(file("bad new"), UNIT),
                List.of(write("bad new"), new Change.StartUnit(UNIT, Reason.NOT_RUNNING)));
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(work))
                .withMessageContaining("stopped here; the machines that come later were not touched.");
        assertThat(machine.sh("cat /etc/demo.conf")).isEqualTo("bad new");
    }

    @Test
    void aServiceThatItsPackageStartedMeanwhileTakesInOurFiles() {
        apply(plan(
                List.of(file("good new"), UNIT),
                List.of(write("good new"), new Change.StartUnit(UNIT, Reason.NOT_RUNNING))));
        assertThat(live()).isEqualTo("good new");
        assertThat(systemctl()).contains("enable --quiet demo.service", "restart demo.service");
    }

    @Test
    void aServiceThatOnlyWouldNotStartAtBootIsNotDisturbed() {
        apply(plan(List.of(file("good old"), UNIT), List.of(new Change.StartUnit(UNIT, Reason.NOT_ENABLED))));
        assertThat(systemctl()).containsExactly("reset-failed demo.service", "enable --quiet demo.service");
    }

    @Test
    void unitFilesAreTakenInThoughAnEarlierApplyWroteThem() {
        ManagedFile unitFile = ManagedFile.open(UNIT_FILE, "[Service]\n", Effect.RESTART);
        apply(plan(
                List.of(unitFile, file("good old"), UNIT),
                List.of(new Change.RestartUnits(List.of(UNIT), Reason.UNFINISHED))));
        assertThat(systemctl()).startsWith("daemon-reload").contains("restart demo.service");
    }

    @Test
    void aUnitThatDoesNotStartSaysWhatItLogged() {
        machine.program(
                "systemctl", "case \"$1\" in restart|is-active) exit 1;; show) printf 'failed\\nResult\\n';; esac");
        machine.program("journalctl", "echo 'port 80 is taken'");
        assertThatExceptionOfType(ApplyException.class)
                .isThrownBy(() -> apply(
                        plan(List.of(file("good old"), UNIT), List.of(new Change.StartUnit(UNIT, Reason.NOT_RUNNING)))))
                .withMessageContaining("--- demo.service: failed Result")
                .withMessageContaining("port 80 is taken");
    }

    @Test
    void aVerificationIsAskedAgainUntilItHolds() {
        machine.sh("echo 0 > /var/tmp/asked");
        verify(Verification.within(
                Duration.ofSeconds(5),
                "sh",
                "-c",
                "read -r asked < /var/tmp/asked; echo $((asked + 1)) > /var/tmp/asked; test \"$asked\" -ge 3"));
        assertThat(machine.sh("cat /var/tmp/asked")).isEqualTo("4");
    }

    @Test
    void aVerificationThatNeverHoldsEndsInItsTimeWithTheLastAnswer() {
        long begin = System.nanoTime();
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(
                        () -> verify(Verification.within(Duration.ofMillis(200), "sh", "-c", "echo 'got 503'; false")))
                .withMessageContaining("see demo answer")
                .withMessageContaining("got 503");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private void apply(ComponentPlan work) {
        Fleet fleet = new Fleet(_ -> machine);
        BalancerRotation alone = new BalancerRotation(fleet, Optional.empty(), _ -> {});
        ComponentApply component = new ComponentApply(fleet, work, alone, new Listening());
        component.run();
        component.remember();
    }

    private void verify(Verification verification) {
        new Services(
                        machine,
                        new Component(
                                "demo", Stage.SERVER, List.of(), List.of(), List.of(verification), Optional.empty()))
                .verify();
    }

    private static ComponentPlan reload(String content) {
        return plan(
                List.of(file(content), UNIT),
                List.of(write(content), new Change.ReloadUnits(List.of(UNIT), Reason.FILES_CHANGE)));
    }

    private static ComponentPlan plan(List<Item> items, List<Change> changes) {
        Component component = new Component(
                "demo",
                Stage.SERVER,
                items,
                List.of(Check.of("grep", "-q", "^good\\|^bad", "/etc/demo.conf")),
                List.of(Verification.within(Duration.ofMillis(100), "grep", "-q", "^good", "/var/tmp/live")),
                Optional.empty());
        return new ComponentPlan(new MachineName("private"), component, changes);
    }

    private static ManagedFile file(String content) {
        return ManagedFile.open("/etc/demo.conf", content + "\n", Effect.RELOAD);
    }

    private static Change write(String content) {
        return new Change.WriteFile(file(content), Optional.empty(), Reason.CONTENT);
    }

    private String live() {
        return machine.sh("cat /var/tmp/live");
    }

    private List<String> systemctl() {
        return machine.sh("cat /var/tmp/systemctl 2>/dev/null || true").lines().toList();
    }

    private final class Listening implements Progress {
        @Override
        public void begins(ComponentPlan work) {}

        @Override
        public void says(MachineName name, String component, String what) {
            said.add(what);
        }

        @Override
        public void ends(ComponentPlan work, Duration took) {}
    }
}
