package dev.tandem.control.plan;

import dev.tandem.control.state.ActualPath;
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
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One step from what a machine is to what it should be. Each may be done again without harm. */
public sealed interface Change {
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

    Symbol symbol();

    /** What it is about, for instance {@code file /etc/nginx/nginx.conf}. */
    String subject();

    Reason reason();

    /** Whether users, or other machines, can notice: connections are cut or a service is away for a moment. */
    default boolean disruptive() {
        return false;
    }

    record InstallPackage(DebianPackage debianPackage) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "package " + debianPackage.name();
        }

        @Override
        public Reason reason() {
            return Reason.MISSING;
        }
    }

    record CreateUser(SystemUser user) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "user " + user.name();
        }

        @Override
        public Reason reason() {
            return Reason.MISSING;
        }
    }

    record MakeDirectory(Directory directory, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return reason == Reason.MISSING ? Symbol.ADD : Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "directory " + directory.path();
        }
    }

    record PlaceTree(Tree tree) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "version " + tree.path();
        }

        @Override
        public Reason reason() {
            return Reason.MISSING;
        }
    }

    /**
     * Writes a file.
     *
     * @param before its content until now, where there is one that may be shown
     */
    record WriteFile(ManagedFile file, Optional<String> before, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return reason == Reason.MISSING ? Symbol.ADD : Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "file " + file.path();
        }
    }

    record RemoveFile(MachinePath path) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return "file " + path;
        }

        @Override
        public Reason reason() {
            return Reason.NO_LONGER_WANTED;
        }
    }

    /** Points a link to its target; {@code before} is what was found at its place. */
    record PointLink(Link link, ActualPath before) implements Change {
        @Override
        public Symbol symbol() {
            return before instanceof ActualPath.Missing ? Symbol.ADD : Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "link " + link.path() + " -> " + link.target();
        }

        @Override
        public Reason reason() {
            return before instanceof ActualPath.Missing ? Reason.MISSING : Reason.OTHER_TARGET;
        }
    }

    /** Enables and starts a unit. */
    record StartUnit(Unit unit, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "start " + unit.name();
        }
    }

    /** Stops and disables a unit. */
    record StopUnit(Unit unit) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return "stop " + unit.name();
        }

        @Override
        public Reason reason() {
            return unit.wanted() == Unit.Wanted.LED ? Reason.STARTED_BY_ANOTHER : Reason.NOT_WANTED_HERE;
        }
    }

    /**
     * Ends a component that the machine is no longer meant to have.
     *
     * @param units that run it and that nothing else on the machine wants
     */
    record RetireComponent(String name, List<String> units) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return units.isEmpty() ? "component " + name : "component " + name + ": stop " + String.join(", ", units);
        }

        @Override
        public Reason reason() {
            return Reason.NO_LONGER_WANTED;
        }

        @Override
        public boolean disruptive() {
            // A timer serves nobody.
            return units.stream().anyMatch(unit -> !unit.endsWith(".timer"));
        }
    }

    record ReloadUnits(List<Unit> units, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "reload " + names(units);
        }
    }

    record RestartUnits(List<Unit> units, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "restart " + names(units);
        }

        @Override
        public boolean disruptive() {
            return true;
        }
    }

    record CreateSchema(String schema, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "schema " + schema;
        }
    }

    record SetAccount(DatabaseAccount account, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return reason == Reason.MISSING ? Symbol.ADD : Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "database account " + account.quoted();
        }
    }

    /** Lets an account in with other passwords than now; what it may do stays. */
    record SetPassword(DatabaseAccount account) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "password of database account " + account.quoted();
        }

        @Override
        public Reason reason() {
            return account.passwordHashes().size() > 1 ? Reason.TWO_PASSWORDS : Reason.OTHER_PASSWORD;
        }
    }

    /** Drops an account; {@code quoted} is its name as SQL writes it. */
    record DropAccount(String quoted) implements Change {
        public DropAccount {
            DatabaseAccount.requireQuoted(quoted);
        }

        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return "database account " + quoted;
        }

        @Override
        public Reason reason() {
            return Reason.NO_LONGER_WANTED;
        }
    }

    /** Writes down that the machine's data belongs to the site: its agent uses no other. */
    record MarkData(String site) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "the data belongs to " + site;
        }

        @Override
        public Reason reason() {
            return Reason.UNDECIDED;
        }
    }

    /** Lets a machine be the first primary; does nothing where anything was decided before. */
    record Bootstrap(MachineName primary) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "first primary " + primary;
        }

        @Override
        public Reason reason() {
            return Reason.UNDECIDED;
        }
    }

    /** Waits until the machine follows the primary: its agent copies what is missing and sees to it. */
    record AwaitReplica(Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return reason == Reason.EMPTY ? Symbol.ADD : Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "follow the primary";
        }
    }

    /**
     * Restarts the database server by its agent: a replica leaves its place and comes back to it; a primary hands over before.
     *
     * @param alone whether there is nobody to hand over to
     */
    record RestartDatabase(boolean alone, Reason reason) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return alone ? "restart the database" : "restart the database as a replica";
        }

        @Override
        public boolean disruptive() {
            return true;
        }
    }

    /** Notes that a unit which does not run will have its present files when it is started: they are in place. */
    record NoteFiles(Unit unit) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "files of " + unit.name();
        }

        @Override
        public Reason reason() {
            return Reason.UNFINISHED;
        }
    }

    /** Leaves the start of a unit to another one, without touching it. */
    record DisableUnit(Unit unit) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return "start of " + unit.name() + " at boot";
        }

        @Override
        public Reason reason() {
            return Reason.STARTED_BY_ANOTHER;
        }
    }

    record RunMigration(Migration migration) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "migrate the schema for release " + migration.release();
        }

        @Override
        public Reason reason() {
            return Reason.NEW_RELEASE;
        }
    }

    /** Has the machine get a certificate from a public authority, and its service take it. */
    record IssueCertificate(PublicCertificate certificate) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ALTER;
        }

        @Override
        public String subject() {
            return "certificate of " + String.join(", ", certificate.names()) + " from " + certificate.directory();
        }

        @Override
        public Reason reason() {
            return Reason.NOT_SERVED;
        }
    }

    /** Makes an empty machine a member of the etcd that the others are; whoever had its place before is forgotten. */
    record JoinVoters(Voter voter) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.ADD;
        }

        @Override
        public String subject() {
            return "join the voters as " + voter.name();
        }

        @Override
        public Reason reason() {
            return Reason.NO_VOTE;
        }
    }

    /** Takes the vote from machines that are no longer meant to have one. */
    record ForgetVoters(Voter voter, List<String> peerUrls) implements Change {
        @Override
        public Symbol symbol() {
            return Symbol.REMOVE;
        }

        @Override
        public String subject() {
            return "votes of " + String.join(", ", peerUrls);
        }

        @Override
        public Reason reason() {
            return Reason.LEFT_BEHIND;
        }
    }

    private static String names(List<Unit> units) {
        return units.stream().map(Unit::name).collect(Collectors.joining(", "));
    }
}
