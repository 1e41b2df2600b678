package dev.tandem.control.plan;

import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.actual.ActualVoter;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

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
            case Change.StartUnit start -> start(start.unit().name());
            case Change.StopUnit stop -> units.put(stop.unit().name(), new ActualUnit(true, false, "inactive"));
            case Change.DisableUnit disable ->
                units.put(
                        disable.unit().name(),
                        new ActualUnit(
                                true, false, units.get(disable.unit().name()).activity()));
            case Change.ReloadUnits reload -> requireRunning(reload.units());
            case Change.RestartUnits restart -> requireRunning(restart.units());
            case Change.JoinVoters _, Change.ForgetVoters _, Change.NoteFiles _ -> {
                // The component's end does it.
            }
            case Change.IssueCertificate issue -> issue(issue.certificate());
            case Change.RetireComponent retire ->
                retire.units().forEach(unit -> units.put(unit, new ActualUnit(true, false, "inactive")));
            case Change.OfData data -> carryOut(data, machines);
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

    /** As the agent that runs from then on: it knows of no decision yet. */
    private void start(String unit) {
        runs(unit);
        if (unit.equals("tandem-agent.service")) {
            agent(agent -> agent.or(() -> Optional.of(new ActualAgent(
                    "waits: nobody is the primary yet.", Optional.empty(), true, "none", false, false))));
        }
    }

    private void carryOut(Change.OfData change, Map<MachineName, FakeMachine> machines) {
        ActualDatabase found = database.orElse(ActualDatabase.NOTHING);
        Map<String, List<String>> grants =
                new HashMap<>(found.server().map(ActualDatabase.Server::grants).orElse(Map.of()));
        SortedSet<String> schemas = new TreeSet<>(found.schemas());
        Optional<String> site = found.site();
        switch (change) {
            case Change.MarkData mark -> site = Optional.of(mark.site());
            case Change.Bootstrap bootstrap -> {
                decide(new ClusterState(1, bootstrap.primary(), null), machines);
                return;
            }
            case Change.CreateSchema create -> schemas.add(create.schema());
            case Change.SetAccount set ->
                grants.put(set.account().quoted(), set.account().grants());
            case Change.SetPassword set ->
                grants.put(set.account().quoted(), set.account().grants());
            case Change.DropAccount drop -> grants.remove(drop.quoted());
            case Change.AwaitReplica _ -> {
                follow(machines);
                return;
            }
            case Change.RestartDatabase _ -> requireRunning(List.of(Unit.running("mariadb.service")));
            case Change.RunMigration run -> {
                migrated = Optional.of(run.migration().release());
                return;
            }
        }
        database = Optional.of(new ActualDatabase(
                schemas, true, site, found.source(), Optional.of(new ActualDatabase.Server(grants)), found.agent()));
    }

    /** As agents: each starts its server as what was decided. */
    private static void decide(ClusterState state, Map<MachineName, FakeMachine> machines) {
        machines.forEach((name, machine) -> machine.agent(agent -> agent.map(known -> {
            machine.units.put("mariadb.service", new ActualUnit(true, false, "active"));
            boolean primary = state.isPrimary(name);
            return new ActualAgent(
                    "is what was decided.",
                    Optional.of(state),
                    true,
                    primary ? "primary" : "replica",
                    primary,
                    !primary);
        })));
    }

    /** As the agent of a replica: it has copied what the primary has, and the primary has a partner. */
    private void follow(Map<MachineName, FakeMachine> machines) {
        ClusterState state = machines.values().stream()
                .flatMap(machine -> machine.database.stream())
                .flatMap(seen -> seen.agent().stream())
                .flatMap(agent -> agent.state().stream())
                .max(Comparator.comparingLong(ClusterState::term))
                .orElseThrow();
        MachineName own = machines.entrySet().stream()
                .filter(entry -> entry.getValue() == this)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        if (state.isPrimary(own)) {
            return;
        }
        FakeMachine primary = machines.get(state.primary());
        ActualDatabase source = primary.database.orElseThrow();
        database = Optional.of(new ActualDatabase(
                source.schemas(),
                true,
                source.site(),
                Optional.of("the primary"),
                source.server(),
                database.flatMap(ActualDatabase::agent)));
        ClusterState with = state.partner() == null ? state.with(new Partner(own, new Incarnation("life1"))) : state;
        decide(with, machines);
    }

    /** Another word of its agent. */
    void agent(UnaryOperator<Optional<ActualAgent>> change) {
        ActualDatabase found = database.orElse(ActualDatabase.NOTHING);
        Optional<ActualAgent> agent = change.apply(found.agent());
        if (database.isPresent() || agent.isPresent()) {
            database = Optional.of(new ActualDatabase(
                    found.schemas(), found.initialised(), found.site(), found.source(), found.server(), agent));
        }
    }
}
