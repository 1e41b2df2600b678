package dev.tandem.control.plan;

import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Migration;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One step from what a machine is to what it should be. Each may be done again without harm. A change belongs to a family, and
 * whoever carries out a family does so in one switch without a default: a change that nobody carries out does not compile.
 */
public sealed interface Change {
    /** What a component stands on, and what disturbs nobody: done first. */
    sealed interface OfGround extends Change {}

    /** Files and links: staged, checked, then swapped together. */
    sealed interface OfFiles extends Change {}

    /** What systemd runs. */
    sealed interface OfUnits extends Change {}

    /** Who has a vote in etcd. */
    sealed interface OfVoters extends Change {}

    /** The database's data, its accounts, and which machine has which part. */
    sealed interface OfData extends Change {}

    record InstallPackage(DebianPackage debianPackage) implements OfGround {}

    record CreateUser(SystemUser user) implements OfGround {}

    record MakeDirectory(Directory directory, Reason why) implements OfGround {}

    record PlaceTree(Tree tree) implements OfGround {}

    /**
     * Writes a file.
     *
     * @param before its content until now, where there is one that may be shown
     */
    record WriteFile(ManagedFile file, Optional<String> before, Reason why) implements OfFiles {}

    record RemoveFile(MachinePath path) implements OfFiles {}

    /** Points a link to its target; {@code before} is what was found at its place. */
    record PointLink(Link link, ActualPath before) implements OfFiles {}

    /**
     * Ends a component that the machine is no longer meant to have, while its files are still there.
     *
     * @param units that run it and that nothing else on the machine wants
     */
    record RetireComponent(String name, List<String> units) implements Change {}

    /** Enables and starts a unit. */
    record StartUnit(Unit unit, Reason why) implements OfUnits {}

    /** Stops and disables a unit. */
    record StopUnit(Unit unit) implements OfUnits {}

    /** Leaves the start of a unit to another one, without touching it. */
    record DisableUnit(Unit unit) implements OfUnits {}

    record ReloadUnits(List<Unit> units, Reason why) implements OfUnits {}

    record RestartUnits(List<Unit> units, Reason why) implements OfUnits {}

    /** Notes that a unit which does not run will have its present files when it is started: they are in place. */
    record NoteFiles(Unit unit) implements OfUnits {}

    /** Makes an empty machine a member of the etcd that the others are; whoever had its place before is forgotten. */
    record JoinVoters(Voter voter) implements OfVoters {}

    /** Takes the vote from machines that are no longer meant to have one. */
    record ForgetVoters(Voter voter, List<String> peerUrls) implements OfVoters {}

    /** Writes down that the machine's data belongs to the site: its agent uses no other. */
    record MarkData(String site) implements OfData {}

    /** Lets a machine be the first primary; does nothing where anything was decided before. */
    record Bootstrap(MachineName primary) implements OfData {}

    record CreateSchema(String schema, Reason why) implements OfData {}

    record SetAccount(DatabaseAccount account, Reason why) implements OfData {}

    /** Lets an account in with other passwords than now; what it may do stays. */
    record SetPassword(DatabaseAccount account) implements OfData {}

    /** Drops an account; {@code quoted} is its name as SQL writes it. */
    record DropAccount(String quoted) implements OfData {
        public DropAccount {
            DatabaseAccount.requireQuoted(quoted);
        }
    }

    /** Waits until the machine follows the primary: its agent copies what is missing and sees to it. */
    record AwaitReplica(Reason why) implements OfData {}

    /**
     * Restarts the database server by its agent: a replica leaves its place and comes back to it; a primary hands over before.
     *
     * @param alone whether there is nobody to hand over to
     */
    record RestartDatabase(boolean alone, Reason why) implements OfData {}

    record RunMigration(Migration migration) implements OfData {}

    /** Has the machine get a certificate from a public authority, and its service take it. */
    record IssueCertificate(PublicCertificate certificate) implements Change {}

    /** How a change is marked in a plan. */
    enum Symbol {
        ADD("+"),
        ALTER("~"),
        REMOVE("-");

        private final String mark;

        Symbol(String mark) {
            this.mark = mark;
        }

        public String mark() {
            return mark;
        }
    }

    /** How a plan marks it. */
    default Symbol symbol() {
        return switch (this) {
            case InstallPackage _,
                    CreateUser _,
                    PlaceTree _,
                    StartUnit _,
                    JoinVoters _,
                    MarkData _,
                    Bootstrap _,
                    CreateSchema _ -> Symbol.ADD;
            case MakeDirectory _, WriteFile _, PointLink _, SetAccount _ ->
                reason() == Reason.MISSING ? Symbol.ADD : Symbol.ALTER;
            case AwaitReplica _ -> reason() == Reason.EMPTY ? Symbol.ADD : Symbol.ALTER;
            case ReloadUnits _,
                    RestartUnits _,
                    NoteFiles _,
                    SetPassword _,
                    RestartDatabase _,
                    RunMigration _,
                    IssueCertificate _ -> Symbol.ALTER;
            case RemoveFile _, RetireComponent _, StopUnit _, DisableUnit _, ForgetVoters _, DropAccount _ ->
                Symbol.REMOVE;
        };
    }

    /** What it is about, for instance {@code file /etc/nginx/nginx.conf}. */
    default String subject() {
        return switch (this) {
            case InstallPackage it -> "package " + it.debianPackage().name();
            case CreateUser it -> "user " + it.user().name();
            case MakeDirectory it -> "directory " + it.directory().path();
            case PlaceTree it -> "version " + it.tree().path();
            case WriteFile it -> "file " + it.file().path();
            case RemoveFile it -> "file " + it.path();
            case PointLink it -> "link " + it.link().path() + " -> " + it.link().target();
            case RetireComponent it ->
                "component " + it.name() + (it.units().isEmpty() ? "" : ": stop " + String.join(", ", it.units()));
            case StartUnit it -> "start " + it.unit().name();
            case StopUnit it -> "stop " + it.unit().name();
            case DisableUnit it -> "start of " + it.unit().name() + " at boot";
            case ReloadUnits it -> "reload " + names(it.units());
            case RestartUnits it -> "restart " + names(it.units());
            case NoteFiles it -> "files of " + it.unit().name();
            case JoinVoters it -> "join the voters as " + it.voter().name();
            case ForgetVoters it -> "votes of " + String.join(", ", it.peerUrls());
            case MarkData it -> "the data belongs to " + it.site();
            case Bootstrap it -> "first primary " + it.primary();
            case CreateSchema it -> "schema " + it.schema();
            case SetAccount it -> "database account " + it.account().quoted();
            case SetPassword it ->
                "password of database account " + it.account().quoted();
            case DropAccount it -> "database account " + it.quoted();
            case AwaitReplica _ -> "follow the primary";
            case RestartDatabase it -> it.alone() ? "restart the database" : "restart the database as a replica";
            case RunMigration it ->
                "migrate the schema for release " + it.migration().release();
            case IssueCertificate it ->
                "certificate of " + String.join(", ", it.certificate().names()) + " from "
                        + it.certificate().directory();
        };
    }

    /** Why it is needed. */
    default Reason reason() {
        return switch (this) {
            case InstallPackage _, CreateUser _, PlaceTree _ -> Reason.MISSING;
            case MakeDirectory it -> it.why();
            case WriteFile it -> it.why();
            case StartUnit it -> it.why();
            case ReloadUnits it -> it.why();
            case RestartUnits it -> it.why();
            case CreateSchema it -> it.why();
            case SetAccount it -> it.why();
            case AwaitReplica it -> it.why();
            case RestartDatabase it -> it.why();
            case RemoveFile _, RetireComponent _, DropAccount _ -> Reason.NO_LONGER_WANTED;
            case PointLink it -> it.before() instanceof ActualPath.Missing ? Reason.MISSING : Reason.OTHER_TARGET;
            case StopUnit it ->
                it.unit().wanted() == Unit.Wanted.LED ? Reason.STARTED_BY_ANOTHER : Reason.NOT_WANTED_HERE;
            case DisableUnit _ -> Reason.STARTED_BY_ANOTHER;
            case NoteFiles _ -> Reason.UNFINISHED;
            case JoinVoters _ -> Reason.NO_VOTE;
            case ForgetVoters _ -> Reason.LEFT_BEHIND;
            case MarkData _, Bootstrap _ -> Reason.UNDECIDED;
            case SetPassword it ->
                it.account().passwordHashes().size() > 1 ? Reason.TWO_PASSWORDS : Reason.OTHER_PASSWORD;
            case RunMigration _ -> Reason.NEW_RELEASE;
            case IssueCertificate _ -> Reason.NOT_SERVED;
        };
    }

    /** Whether users, or other machines, can notice: connections are cut or a service is away for a moment. */
    default boolean disruptive() {
        return switch (this) {
            case RestartUnits _, RestartDatabase _ -> true;
            // A timer serves nobody.
            case RetireComponent it -> it.units().stream().anyMatch(unit -> !unit.endsWith(".timer"));
            case OfGround _, OfFiles _, OfVoters _, IssueCertificate _ -> false;
            case StartUnit _, StopUnit _, DisableUnit _, ReloadUnits _, NoteFiles _ -> false;
            case MarkData _,
                    Bootstrap _,
                    CreateSchema _,
                    SetAccount _,
                    SetPassword _,
                    DropAccount _,
                    AwaitReplica _,
                    RunMigration _ -> false;
        };
    }

    private static String names(List<Unit> units) {
        return units.stream().map(Unit::name).collect(Collectors.joining(", "));
    }
}
