package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped scripts, run for real, also when they are killed between any two of their steps. */
class FileSwapTest {
    private static final MachinePath GONE = new MachinePath("/etc/demo/gone.conf");
    private static final List<ManagedFile> NEW = List.of(
            ManagedFile.open("/etc/demo/changed.conf", "new\n", Effect.RELOAD),
            ManagedFile.open("/etc/demo/sub/made.conf", "made\n", Effect.RELOAD),
            ManagedFile.secret(
                    "/etc/demo/secret.conf", new Ownership("root", "www-data", "0640"), "new secret\n", Effect.RELOAD),
            ManagedFile.open("/etc/demo/was-link.conf", "now a file\n", Effect.RELOAD));
    private static final String LOOK = "cd /etc/demo && find . ! -type d -printf '%p %y %u %g %m %l\\n' | sort;"
            + " find . -type f | sort | xargs tail -n +1; sort /var/lib/tandem/managed";

    @TempDir
    Path folder;

    private PrivateMachine machine;
    private String before;

    @BeforeEach
    void aMachineWithOldFiles() {
        machine = PrivateMachine.in(folder);
        startAgain();
        before = look();
    }

    private void startAgain() {
        machine.sh("""
                rm -rf /etc/demo /var/lib/tandem /var/tmp/calls
                mkdir /etc/demo /var/lib/tandem
                cd /etc/demo
                echo old > changed.conf && chmod 0600 changed.conf && chown daemon:daemon changed.conf
                echo 'old secret' > secret.conf && chmod 0640 secret.conf
                echo gone > gone.conf && chmod 0604 gone.conf
                ln -s /dev/null was-link.conf
                printf '%s\\n' /etc/demo/changed.conf /etc/demo/gone.conf /etc/demo/secret.conf /etc/demo/was-link.conf \
                    > /var/lib/tandem/managed
                """);
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void untilTheSwapNothingThatRunsSeesNewFiles() {
        swap(work()).stage();
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void aSwapPutsContentModesAndOwnersInPlaceAndRemovesWhatIsNotWanted() {
        stageAndSwap();
        assertThat(machine.sh("cd /etc/demo && find . -type f -printf '%p %u %g %m\\n' | sort"))
                .isEqualTo("""
                        ./changed.conf root root 644
                        ./secret.conf root www-data 640
                        ./sub/made.conf root root 644
                        ./was-link.conf root root 644""");
        assertThat(machine.sh("cat /etc/demo/secret.conf /etc/demo/was-link.conf"))
                .isEqualTo("new secret\nnow a file");
        assertThat(machine.sh("cat /var/lib/tandem/managed").lines())
                .containsExactly(
                        "/etc/demo/changed.conf",
                        "/etc/demo/secret.conf",
                        "/etc/demo/sub/made.conf",
                        "/etc/demo/was-link.conf");
    }

    @Test
    void aSecretIsNeverReadableByOthersOnItsWay() {
        swap(work()).stage();
        assertThat(machine.sh("stat -c %a /var/lib/tandem/stage /var/lib/tandem/stage/demo | sort -u"))
                .isEqualTo("700");
        assertThat(machine.sh("stat -c %a /var/lib/tandem/stage/demo/etc/demo/secret.conf"))
                .isEqualTo("640");
        swap(work()).swap();
        assertThat(machine.sh("stat -c %a /var/lib/tandem/backup")).isEqualTo("700");
    }

    @Test
    void aRestoreBringsBackTheOldBytesModesAndOwners() {
        stageAndSwap();
        swap(work()).restore();
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void aFileThatCameBackByARestoreIsStillKnownToBeOurs() {
        stageAndSwap();
        swap(work()).restore();
        assertThat(machine.sh("cat /var/lib/tandem/managed").lines()).contains(GONE.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mv", "cp", "rm"})
    void aSwapThatIsKilledAtAnyStepIsFinishedByTheNext(String program) {
        ComponentPlan work = few();
        stageAndSwap(work);
        String wanted = look();
        startAgain();
        swap(work).stage();
        int steps = countCalls(program, () -> swap(work).swap());
        for (int step = 1; step <= steps; step++) {
            startAgain();
            swap(work).stage();
            killAt(program, step, () -> swap(work).swap());
            stageAndSwap(work);
            assertThat(look()).as(program + " call " + step).isEqualTo(wanted);
            swap(work).restore();
            assertThat(look()).as("restored after " + program + " call " + step).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mv", "rm"})
    void aRestoreThatIsKilledAtAnyStepIsFinishedByTheNext(String program) {
        ComponentPlan work = few();
        stageAndSwap(work);
        int steps = countCalls(program, () -> swap(work).restore());
        for (int step = 1; step <= steps; step++) {
            startAgain();
            stageAndSwap(work);
            killAt(program, step, () -> swap(work).restore());
            swap(work).restore();
            assertThat(look()).as(program + " call " + step).isEqualTo(before);
        }
    }

    @Test
    void whatWasStagedByAnApplyThatWasGivenUpIsNeverSwappedIn() {
        swap(work()).stage();
        ComponentPlan removalOnly = plan(List.of(new Change.RemoveFile(GONE)));
        swap(removalOnly).stage();
        swap(removalOnly).swap();
        assertThat(machine.sh("cat /etc/demo/changed.conf")).isEqualTo("old");
        assertThat(machine.sh("ls /etc/demo")).doesNotContain("gone.conf");
    }

    @Test
    void aRestoreGoesBackToWhatLastWorkedAlsoAfterTwoSwaps() {
        stageAndSwap();
        ComponentPlan worse =
                plan(List.of(write(ManagedFile.open("/etc/demo/changed.conf", "worse\n", Effect.RELOAD))));
        swap(worse).stage();
        swap(worse).swap();
        swap(worse).restore();
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void onceItWasSeenToAnswerThereIsNoWayBackBehindIt() {
        stageAndSwap();
        String good = look();
        services().remember();
        ComponentPlan worse =
                plan(List.of(write(ManagedFile.open("/etc/demo/changed.conf", "worse\n", Effect.RELOAD))));
        swap(worse).stage();
        swap(worse).swap();
        swap(worse).restore();
        assertThat(look()).isEqualTo(good);
    }

    @Test
    void aCheckSeesTheNewFilesAtTheirPlacesAndNobodyElseDoes() {
        swap(work()).stage();
        swap(work()).check(List.of(Check.of("grep", "-qx", "new", "/etc/demo/changed.conf")));
        swap(work()).check(List.of(Check.of("grep", "-qx", "gone", "/etc/demo/gone.conf")));
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void aRefusedConfigurationIsToldInTheCheckersOwnWords() {
        swap(work()).stage();
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> swap(work()).check(List.of(Check.of("sh", "-c", "echo line 3 is bad >&2; exit 1"))))
                .withMessageContaining(
                        "accept the new configuration: 'sh -c echo line 3 is bad >&2; exit 1' refused it")
                .withMessageContaining("line 3 is bad");
        assertThat(look()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"releases/1", ""})
    void aLinkPointsToItsTargetAndBackAgain(String old) {
        MachinePath path = new MachinePath("/srv/current");
        ActualPath found = old.isEmpty() ? new ActualPath.Missing() : new ActualPath.LinkFound(old);
        if (!old.isEmpty()) {
            machine.sh("ln -s \"$1\" /srv/current", "", old);
        }
        ComponentPlan work = plan(List.of(new Change.PointLink(new Link(path, "releases/2", Effect.RESTART), found)));
        swap(work).swap();
        assertThat(machine.sh("readlink /srv/current")).isEqualTo("releases/2");
        swap(work).restore();
        assertThat(machine.sh("readlink /srv/current || true")).isEqualTo(old);
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private FileSwap swap(ComponentPlan work) {
        return new FileSwap(machine, "demo", work.changes(Change.OfFiles.class).toList());
    }

    private Services services() {
        return new Services(machine, new Component("demo", Stage.SERVER, NEW));
    }

    private void stageAndSwap() {
        stageAndSwap(work());
    }

    private void stageAndSwap(ComponentPlan work) {
        swap(work).stage();
        swap(work).swap();
    }

    /** One file of each kind: changed, made and removed. */
    private static ComponentPlan few() {
        return plan(List.of(write(NEW.get(0)), write(NEW.get(1)), new Change.RemoveFile(GONE)));
    }

    private static ComponentPlan work() {
        List<Change> changes = new ArrayList<>();
        NEW.forEach(file -> changes.add(write(file)));
        changes.add(new Change.RemoveFile(GONE));
        return plan(changes);
    }

    private static ComponentPlan plan(List<Change> changes) {
        return new ComponentPlan(new MachineName("private"), new Component("demo", Stage.SERVER, NEW), changes);
    }

    private static Change write(ManagedFile file) {
        return new Change.WriteFile(file, Optional.empty(), Reason.CONTENT);
    }

    private String look() {
        return machine.sh(LOOK);
    }

    /** How often a program is called while something is done. */
    private int countCalls(String program, Runnable something) {
        replace(program, Integer.MAX_VALUE);
        something.run();
        int calls = Integer.parseInt(machine.sh("cat /var/tmp/calls"));
        machine.withoutProgram(program);
        return calls;
    }

    /** Kills the script at the n-th call of a program, before the program has done anything. */
    private void killAt(String program, int call, Runnable something) {
        replace(program, call);
        assertThatExceptionOfType(RemoteException.class).isThrownBy(something::run);
        machine.withoutProgram(program);
    }

    private void replace(String program, int call) {
        machine.program(program, """
                read -r calls < /var/tmp/calls || calls=0
                echo $((calls + 1)) > /var/tmp/calls
                if [ $((calls + 1)) = %s ]; then
                    # The last program of a script may have taken its place already.
                    [ "$(cat /proc/$PPID/comm)" != sh ] || kill -KILL $PPID
                    exit 1
                fi
                exec /usr/bin/%s "$@"
                """.formatted(Integer.toString(call), program));
    }
}
