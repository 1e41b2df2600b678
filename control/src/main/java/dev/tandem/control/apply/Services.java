package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A component's units: started, reloaded, restarted, seen to answer. */
final class Services {
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(2);
    private static final Duration SPARE = Duration.ofSeconds(10);

    /** A machine with too much to do gets as many times as long to show that a service answers: slow is not wrong. */
    private static final int PATIENCE_WITH_WHO_IS_BUSY = 4;

    /** Where the kernel says that it has (Documentation/accounting/psi.rst). A kernel without it has nothing there, and gets no more time. */
    private static final String PRESSURE = "/proc/pressure";

    private final Remote remote;
    private final Component component;

    Services(Remote remote, Component component) {
        this.remote = remote;
        this.component = component;
    }

    /** From here until {@link #remember()} the next plan finds that this component still needs what this one was to do. */
    void begin(boolean byRestart) {
        remote.require(RemoteCommand.script(
                "write down what is begun", Scripts.BEGIN, component.name(), byRestart ? "restart" : "reload"));
    }

    /** Does what the plan asks of the units, in the plan's order. */
    void settle(Families changes) {
        if (hasUnitFiles(changes.files())) {
            remote.require(RemoteCommand.of("take in the unit files", "systemctl", "daemon-reload"));
        }
        for (Change.OfUnits change : changes.units()) {
            switch (change) {
                case Change.StopUnit stop -> systemctl("stop", List.of(stop.unit()));
                case Change.DisableUnit disable -> systemctl("disable", List.of(disable.unit()));
                case Change.StartUnit start ->
                    systemctl(start.reason() == Reason.NOT_ENABLED ? "enable" : "start", List.of(start.unit()));
                case Change.ReloadUnits reload -> systemctl("reload", reload.units());
                case Change.RestartUnits restart -> systemctl("restart", restart.units());
                case Change.NoteFiles _ -> {
                    // What was applied is written down at the end, for every unit.
                }
            }
        }
    }

    /**
     * Makes all of the component's units that should run take in the old files, which are back. The component's verifications
     * speak of the new ones, such as a page that only they have: here it counts that the units take the files and run. A unit
     * that is led by another one takes them when that starts it.
     */
    void goBack(boolean byRestart) {
        List<Unit> units = component
                .items(Unit.class)
                .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING)
                .toList();
        if (!units.isEmpty()) {
            systemctl(byRestart ? "restart" : "reload-or-restart", units);
            List<String> words = new ArrayList<>(List.of("systemctl", "is-active"));
            units.forEach(unit -> words.add(unit.name()));
            remote.require(RemoteCommand.of("see the units run", words.toArray(String[]::new)));
        }
        remote.require(RemoteCommand.script(
                "write down that it runs with its old files",
                "before=/var/lib/tandem/applied/.$1.before; if [ -f \"$before\" ]; then mv \"$before\" \"/var/lib/tandem/applied/$1\"; fi",
                component.name()));
    }

    /**
     * Throws RemoteException with the last answer when one of the component's verifications does not hold in its time, or in a
     * multiple of it when the machine has too much to do.
     */
    void verify() {
        for (Verification verification : component.verifications()) {
            Duration most = verification.within().multipliedBy(PATIENCE_WITH_WHO_IS_BUSY);
            List<String> words = new ArrayList<>(
                    List.of(Long.toString(verification.within().toMillis()), PRESSURE, Long.toString(most.toMillis())));
            words.addAll(verification.words());
            remote.require(RemoteCommand.script(
                            "see " + component.name() + " answer ('" + String.join(" ", verification.words())
                                    + "' within " + verification.within().toSeconds() + " s)",
                            Scripts.VERIFY,
                            words.toArray(String[]::new))
                    .within(most.plus(SPARE)));
        }
    }

    /** Writes down what the services run with now, and that there is no need to go back behind it. */
    void remember() {
        AppliedFingerprints fingerprints = AppliedFingerprints.of(component);
        List<String> words = new ArrayList<>(List.of(component.name(), fingerprints.reload(), fingerprints.restart()));
        words.addAll(fingerprints.units());
        remote.require(
                RemoteCommand.script("write down what was applied", Scripts.REMEMBER, words.toArray(String[]::new)));
    }

    /** Stops what the machine is no longer meant to have, while its files are still there. */
    void retire(List<Change.RetireComponent> changes) {
        changes.forEach(retire -> {
            List<String> words = new ArrayList<>(List.of(retire.name()));
            words.addAll(retire.units());
            remote.require(Scripts.step("end " + retire.name(), Scripts.RETIRE, words.toArray(String[]::new))
                    .within(SETTLE_WITHIN));
        });
    }

    private void systemctl(String verb, List<Unit> units) {
        List<String> words = new ArrayList<>(List.of(verb));
        units.forEach(unit -> words.add(unit.name()));
        remote.require(Scripts.step(String.join(" ", words), Scripts.UNITS, words.toArray(String[]::new))
                .within(SETTLE_WITHIN));
    }

    /** Not only changed ones: an apply that was cut off may have left some that systemd has not read. */
    private boolean hasUnitFiles(List<Change.OfFiles> changes) {
        return component
                        .items(ManagedFile.class)
                        .anyMatch(file -> isUnitFile(file.path().value()))
                || changes.stream()
                        .anyMatch(change -> change instanceof Change.RemoveFile remove
                                && isUnitFile(remove.path().value()));
    }

    private static boolean isUnitFile(String path) {
        return path.startsWith("/etc/systemd/");
    }
}
