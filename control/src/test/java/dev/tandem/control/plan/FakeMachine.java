package dev.tandem.control.plan;

import dev.tandem.control.state.ActualDatabase;
import dev.tandem.control.state.ActualMachine;
import dev.tandem.control.state.ActualPath;
import dev.tandem.control.state.ActualUnit;
import dev.tandem.control.state.ActualVoter;
import dev.tandem.control.state.AppliedFingerprints;
import dev.tandem.control.state.Component;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.protocol.MachineName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A machine in memory. Begins as Debian leaves it, does what plans say, and can be disturbed. Its fields are its state. */
public final class FakeMachine {
    final Set<String> packages = new HashSet<>();
    final Set<String> users = new HashSet<>();
    final Map<MachinePath, ActualPath> paths = new HashMap<>();
    final Map<String, ActualUnit> units = new HashMap<>();
    final Map<String, AppliedFingerprints> applied = new HashMap<>();
    final SortedSet<MachinePath> managed = new TreeSet<>();
    Optional<String> migrated = Optional.empty();
    Optional<ActualDatabase> database = Optional.empty();
    Optional<ActualVoter> voter = Optional.empty();

    /** What an observation would find. */
    public ActualMachine seen() {
        return new ActualMachine(
                Optional.empty(), packages, users, paths, units, applied, managed, migrated, database, voter);
    }

    /** What observations of all these would find. */
    static Map<MachineName, ActualMachine> seen(Map<MachineName, FakeMachine> machines) {
        Map<MachineName, ActualMachine> seen = new HashMap<>();
        machines.forEach((name, machine) -> seen.put(name, machine.seen()));
        return seen;
    }

    /** Carries out a whole plan, as an apply that meets no trouble. */
    static void apply(Plan plan, Map<MachineName, FakeMachine> machines) {
        plan.work().forEach(work -> {
            FakeMachine machine = machines.get(work.machine());
            work.changes().forEach(change -> machine.carryOut(change, machines));
            machine.remember(work.component());
        });
    }

    void remember(Component component) {
        applied.put(component.name(), AppliedFingerprints.of(component));
        component
                .items(Voter.class)
                .forEach(wanted -> voter = Optional.of(new ActualVoter(true, Set.copyOf(wanted.peerUrls()))));
    }

    FakeMachine has(String path, ActualPath found) {
        paths.put(new MachinePath(path), found);
        return this;
    }

    FakeMachine runs(String unit) {
        units.put(unit, new ActualUnit(true, true, "active"));
        return this;
    }

    static ActualPath.RegularFile file(Ownership ownership, String content) {
        return new ActualPath.RegularFile(ownership, Component.sha256(content), Optional.of(content));
    }

    /** One change, which the change itself promises may be done again without harm. */
    void carryOut(Change change, Map<MachineName, FakeMachine> machines) {
        switch (change) {
            case Change.InstallPackage install ->
                packages.add(install.debianPackage().name());
            case Change.CreateUser create -> users.add(create.user().name());
            case Change.MakeDirectory make ->
                paths.put(
                        make.directory().path(),
                        new ActualPath.DirectoryFound(make.directory().ownership()));
            case Change.PlaceTree place ->
                paths.put(place.tree().path(), new ActualPath.DirectoryFound(Ownership.PUBLIC_DIRECTORY));
            case Change.WriteFile write -> write(write.file());
            case Change.RemoveFile remove -> {
                paths.remove(remove.path());
                managed.remove(remove.path());
            }
            case Change.PointLink point ->
                paths.put(
                        point.link().path(),
                        new ActualPath.LinkFound(point.link().target()));
            case Change.StartUnit start -> runs(start.unit().name());
            case Change.StopUnit stop -> units.put(stop.unit().name(), new ActualUnit(true, false, "inactive"));
            case Change.ReloadUnits reload -> requireRunning(reload.units());
            case Change.RestartUnits restart -> requireRunning(restart.units());
            case Change.JoinVoters _, Change.ForgetVoters _ -> {
                // The component's end makes it a voter of the site's.
            }
            case Change.IssueCertificate issue -> issue(issue.certificate());
            case Change.RunMigration run ->
                migrated = Optional.of(run.migration().release());
            default -> changeData(change, machines);
        }
    }

    private void write(ManagedFile file) {
        paths.put(file.path(), file(file.ownership(), file.content()));
        managed.add(file.path());
    }

    /** As certbot and its hook: nothing of what they write is Tandem's. */
    private void issue(PublicCertificate certificate) {
        ActualPath.RegularFile issued = file(Ownership.PRIVATE, "issued for " + certificate.lineage());
        paths.put(certificate.file(), issued);
        paths.put(PublicCertificate.MARK, file(Ownership.PRIVATE, certificate.mark(issued.sha256())));
    }

    private void requireRunning(List<Unit> wanted) {
        for (Unit unit : wanted) {
            if (!units.getOrDefault(unit.name(), ActualUnit.UNKNOWN).active()) {
                throw new AssertionError(unit.name() + " does not run and cannot be reloaded");
            }
        }
    }

    private void changeData(Change change, Map<MachineName, FakeMachine> machines) {
        ActualDatabase.Server server = database.flatMap(ActualDatabase::server)
                .orElseGet(() -> new ActualDatabase.Server(false, Map.of(), Optional.empty()));
        SortedSet<String> schemas =
                new TreeSet<>(database.map(ActualDatabase::schemas).orElseGet(TreeSet::new));
        Map<String, List<String>> grants = new HashMap<>(server.grants());
        boolean readOnly = server.readOnly();
        Optional<ActualDatabase.Replication> replication = server.replication();
        switch (change) {
            case Change.CreateSchema create -> schemas.add(create.schema());
            case Change.SetAccount set ->
                grants.put(set.account().quoted(), set.account().grants());
            case Change.SetPassword set ->
                grants.put(set.account().quoted(), set.account().grants());
            case Change.DropAccount drop -> grants.remove(drop.quoted());
            case Change.OpenForWrites _ -> readOnly = false;
            case Change.SeedReplica seed -> {
                schemas.addAll(machines.get(seed.source().machine())
                        .database
                        .orElseThrow()
                        .schemas());
                replication = Optional.of(following(seed.source()));
            }
            case Change.FollowPrimary follow -> replication = Optional.of(following(follow.source()));
            default -> throw new AssertionError("no machine knows how to do " + change.subject());
        }
        database = Optional.of(new ActualDatabase(
                schemas,
                true,
                Optional.of(new ActualDatabase.Server(readOnly, grants, replication)),
                Optional.empty()));
    }

    static ActualDatabase.Replication following(DatabaseMember.ReplicationSource source) {
        String identity = source.identity().value();
        ActualDatabase.Trust trust =
                new ActualDatabase.Trust(true, true, source.authority().value(), identity, identity);
        return new ActualDatabase.Replication(source.address(), true, true, OptionalLong.of(0), trust, "");
    }
}
