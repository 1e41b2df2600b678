package dev.tandem.control.plan;

import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseReplica;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Migration;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.StandIn;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to change in one component: its items one after the other, then what its units need. */
final class ComponentComparison {
    private final DesiredMachine machine;
    private final Component component;
    private final ActualMachine seen;
    private final boolean othersVoted;
    private final Leadership leadership;
    private final boolean alone;

    /**
     * Prepares.
     *
     * @param othersVoted whether another machine of the site that votes remembers that it did
     * @param alone whether this is the only machine with a database
     */
    ComponentComparison(
            DesiredMachine machine,
            Component component,
            ActualMachine seen,
            boolean othersVoted,
            Leadership leadership,
            boolean alone) {
        this.machine = machine;
        this.component = component;
        this.seen = seen;
        this.othersVoted = othersVoted;
        this.leadership = leadership;
        this.alone = alone;
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        component.items().stream().flatMap(this::compare).forEach(changes::add);
        if (component.equals(machine.components().getLast())) {
            departedComponents().forEach(changes::add);
            forgottenFiles().forEach(changes::add);
        }
        unitsToWake().forEach(changes::add);
        if (changes.isEmpty()) {
            unnoted().forEach(changes::add);
        }
        return changes;
    }

    private Stream<Change> compare(Item item) {
        return switch (item) {
            case DebianPackage wanted ->
                seen.packages().contains(wanted.name()) ? Stream.of() : Stream.of(new Change.InstallPackage(wanted));
            case SystemUser user ->
                seen.users().contains(user.name()) ? Stream.of() : Stream.of(new Change.CreateUser(user));
            case Directory directory -> compare(directory);
            case ManagedFile file -> compare(file);
            case Tree tree -> isDirectory(tree.path()) ? Stream.of() : Stream.of(new Change.PlaceTree(tree));
            case Link link ->
                seen.path(link.path()).equals(new ActualPath.LinkFound(link.target()))
                        ? Stream.of()
                        : Stream.of(new Change.PointLink(link, seen.path(link.path())));
            case Unit unit ->
                switch (unit.wanted()) {
                    case RUNNING -> Stream.of();
                    case STOPPED -> stopped(unit);
                    case LED -> handedOver(unit);
                };
            case DatabaseData data -> database().changes(data).stream();
            case DatabaseMember member -> database().changes(member).stream();
            case DatabaseReplica _ -> database().followChanges().stream();
            case StandIn standIn ->
                seen.path(standIn.path()) instanceof ActualPath.RegularFile ? Stream.of() : compare(standIn.file());
            case PublicCertificate certificate ->
                isServed(certificate) ? Stream.of() : Stream.of(new Change.IssueCertificate(certificate));
            case Migration migration ->
                seen.migrated().equals(Optional.of(migration.release()))
                        ? Stream.of()
                        : Stream.of(new Change.RunMigration(migration));
            case Voter voter -> new VoterComparison(voter, seen.voter(), othersVoted).changes().stream();
        };
    }

    private DatabaseComparison database() {
        return new DatabaseComparison(machine.machine(), leadership, seen.database());
    }

    private Stream<Change> compare(Directory directory) {
        return switch (seen.path(directory.path())) {
            case ActualPath.DirectoryFound found when found.ownership().equals(directory.ownership()) -> Stream.of();
            case ActualPath.DirectoryFound _ -> Stream.of(new Change.MakeDirectory(directory, Reason.OWNERSHIP));
            default -> Stream.of(new Change.MakeDirectory(directory, Reason.MISSING));
        };
    }

    private Stream<Change> compare(ManagedFile file) {
        return switch (seen.path(file.path())) {
            case ActualPath.Missing _ -> Stream.of(new Change.WriteFile(file, Optional.empty(), Reason.MISSING));
            case ActualPath.RegularFile found -> compare(file, found);
            default -> Stream.of(new Change.WriteFile(file, Optional.empty(), Reason.NOT_A_FILE));
        };
    }

    private static Stream<Change> compare(ManagedFile file, ActualPath.RegularFile found) {
        if (!found.sha256().equals(Component.sha256(file.content()))) {
            return Stream.of(new Change.WriteFile(file, found.content(), Reason.CONTENT));
        }
        Ownership wanted = file.ownership();
        return found.ownership().equals(wanted)
                ? Stream.of()
                : Stream.of(new Change.WriteFile(file, unlessSecret(file), Reason.OWNERSHIP));
    }

    /** A plan may be printed, so that no secret may be in it. */
    private static Optional<String> unlessSecret(ManagedFile file) {
        return file.secret() ? Optional.empty() : Optional.of(file.content());
    }

    /** Whether the file is what the last issue put in place, for the same authority and names. */
    private boolean isServed(PublicCertificate certificate) {
        return seen.path(certificate.file()) instanceof ActualPath.RegularFile file
                && seen.path(PublicCertificate.MARK) instanceof ActualPath.RegularFile mark
                && mark.sha256().equals(Component.sha256(certificate.mark(file.sha256())));
    }

    private boolean isDirectory(MachinePath path) {
        return seen.path(path) instanceof ActualPath.DirectoryFound;
    }

    private Stream<Change> stopped(Unit unit) {
        ActualUnit found = seen.unit(unit.name());
        return found.known() && (found.active() || found.enabled())
                ? Stream.of(new Change.StopUnit(unit))
                : Stream.of();
    }

    /**
     * A package enables and starts its unit; one that is led by another must be neither when its leader comes. Where that came
     * already, nobody else stops it: a leader that is down for a moment goes on with what runs.
     */
    private Stream<Change> handedOver(Unit unit) {
        ActualUnit found = seen.unit(unit.name());
        if (isLed(unit)) {
            return found.enabled() ? Stream.of(new Change.DisableUnit(unit)) : Stream.of();
        }
        boolean comesWithItsPackage = !found.known();
        return comesWithItsPackage || found.enabled() || found.active()
                ? Stream.of(new Change.StopUnit(unit))
                : Stream.of();
    }

    private boolean isLed(Unit unit) {
        return unit.starter()
                .map(seen::unit)
                .filter(starter -> starter.known() || starter.active())
                .isPresent();
    }

    /** Components that ran here and that nothing in the site's file puts here any more. They end with the machine's last one. */
    private Stream<Change> departedComponents() {
        Set<String> present = machine.components().stream().map(Component::name).collect(Collectors.toSet());
        Set<String> wantedUnits = machine.components().stream()
                .flatMap(each -> each.items(Unit.class))
                .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING)
                .map(Unit::name)
                .collect(Collectors.toSet());
        return seen.applied().entrySet().stream()
                .filter(applied -> !present.contains(applied.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(applied -> new Change.RetireComponent(
                        applied.getKey(),
                        applied.getValue().units().stream()
                                .filter(unit -> !wantedUnits.contains(unit))
                                .toList()));
    }

    /** Files that Tandem wrote and that no component wants any more. They go with the machine's last component. */
    private Stream<Change> forgottenFiles() {
        Set<MachinePath> wanted = machine.components().stream()
                .flatMap(each -> Stream.of(
                                each.items(ManagedFile.class).map(ManagedFile::path),
                                each.items(StandIn.class).map(StandIn::path),
                                each.items(Link.class).map(Link::path))
                        .flatMap(paths -> paths))
                .collect(Collectors.toSet());
        return seen.managed().stream().filter(path -> !wanted.contains(path)).map(Change.RemoveFile::new);
    }

    /** Starts what does not run, and restarts or reloads what runs with other files than it should. */
    private List<Change> unitsToWake() {
        List<Unit> units = component
                .items(Unit.class)
                .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING)
                .toList();
        List<Change> changes = new ArrayList<>();
        List<Unit> running = new ArrayList<>();
        for (Unit unit : units) {
            ActualUnit found = seen.unit(unit.name());
            if (!found.active()) {
                changes.add(new Change.StartUnit(unit, Reason.NOT_RUNNING));
            } else {
                running.add(unit);
                if (!found.enabled()) {
                    changes.add(new Change.StartUnit(unit, Reason.NOT_ENABLED));
                }
            }
        }
        component
                .items(Unit.class)
                .filter(unit -> isLed(unit) && seen.unit(unit.name()).active())
                .forEach(running::add);
        if (!running.isEmpty()) {
            refresh(running).ifPresent(changes::add);
        }
        return changes;
    }

    /** What an apply that was cut off put in place for a unit that does not run, and that nobody here starts. */
    private Stream<Change> unnoted() {
        boolean noted = seen.applied(component.name()).equals(AppliedFingerprints.of(component));
        return noted
                ? Stream.of()
                : component
                        .items(Unit.class)
                        .filter(unit -> unit.wanted() == Unit.Wanted.LED)
                        .map(Change.NoteFiles::new);
    }

    private Optional<Change> refresh(List<Unit> running) {
        AppliedFingerprints wanted = AppliedFingerprints.of(component);
        AppliedFingerprints applied = seen.applied(component.name());
        // A file that somebody edited may have been taken in since: the service must take in ours again.
        boolean restart = !applied.restart().equals(wanted.restart()) || anyChange(Effect.RESTART);
        boolean reload = !applied.reload().equals(wanted.reload()) || anyChange(Effect.RELOAD);
        if (restart && running.getFirst().wanted() == Unit.Wanted.LED) {
            return Optional.of(new Change.RestartDatabase(alone, reason(Effect.RESTART)));
        }
        if (restart) {
            return Optional.of(new Change.RestartUnits(running, reason(Effect.RESTART)));
        }
        // A timer has nothing to reload (systemctl(1)): the manager itself has read its file.
        List<Unit> reloadable =
                running.stream().filter(unit -> !unit.name().endsWith(".timer")).toList();
        return reload && !reloadable.isEmpty()
                ? Optional.of(new Change.ReloadUnits(reloadable, reason(Effect.RELOAD)))
                : Optional.empty();
    }

    private Reason reason(Effect effect) {
        return anyChange(effect) ? Reason.FILES_CHANGE : Reason.UNFINISHED;
    }

    private boolean anyChange(Effect effect) {
        boolean files = component
                .items(ManagedFile.class)
                .anyMatch(file ->
                        file.effect() == effect && compare(file).findAny().isPresent());
        return files
                || component
                        .items(Link.class)
                        .anyMatch(link -> link.effect() == effect
                                && compare(link).findAny().isPresent());
    }
}
