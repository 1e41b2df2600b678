package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseMember.ReplicationSource;
import dev.tandem.control.state.Migration;
import java.time.Duration;
import java.util.function.Consumer;

/** What a plan asks of the data: schema, accounts, copies, following, migrations. Each step may be done again. */
final class DatabaseSteps {
    private static final Duration SEED_WITHIN = Duration.ofHours(12);
    private static final Duration MIGRATE_WITHIN = Duration.ofHours(1);

    private final Fleet fleet;
    private final Remote remote;
    private final Consumer<String> say;

    DatabaseSteps(Fleet fleet, Remote remote, Consumer<String> say) {
        this.fleet = fleet;
        this.remote = remote;
        this.say = say;
    }

    void carryOut(ComponentPlan work) {
        for (Change change : work.changes()) {
            switch (change) {
                case Change.CreateSchema create -> createSchema(create.schema());
                case Change.SetAccount set -> setAccount(set.account());
                case Change.SetPassword set -> setPassword(set.account());
                case Change.DropAccount drop ->
                    sql("drop the account " + drop.quoted(), "DROP USER IF EXISTS " + drop.quoted() + ";");
                case Change.OpenForWrites _ -> sql("open the primary for writes", "SET GLOBAL read_only = 0;");
                case Change.SeedReplica seed -> seed(seed.source());
                case Change.FollowPrimary follow -> follow(follow.source());
                case Change.RunMigration run -> migrate(run.migration());
                default -> {
                    // Not the data's business.
                }
            }
        }
    }

    private void createSchema(String schema) {
        sql(
                "create the schema " + schema,
                "CREATE DATABASE IF NOT EXISTS `" + schema + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;");
    }

    private void setAccount(DatabaseAccount account) {
        StringBuilder statements = new StringBuilder();
        String identified = account.quoted() + " " + account.identification() + account.requirement() + ";\n";
        statements.append("CREATE USER IF NOT EXISTS ").append(identified);
        statements.append("ALTER USER ").append(identified);
        statements
                .append("REVOKE ALL PRIVILEGES, GRANT OPTION FROM ")
                .append(account.quoted())
                .append(";\n");
        account.privileges()
                .forEach(privilege -> statements
                        .append("GRANT ")
                        .append(privilege)
                        .append(" TO ")
                        .append(account.quoted())
                        .append(";\n"));
        sql("set the account " + account.quoted(), statements.toString());
    }

    /** Rights are left alone: whoever connects while they are taken and given again would find none. */
    private void setPassword(DatabaseAccount account) {
        sql(
                "set the password of " + account.quoted(),
                "ALTER USER " + account.quoted() + " " + account.identification() + ";\n");
    }

    /** The copy goes from the primary through this computer to the replica, encrypted by SSH on both ways. */
    private void seed(ReplicationSource source) {
        say.accept("copying the primary's data");
        Remote primary = fleet.machine(source.machine());
        RemoteCommand backup = RemoteCommand.of(
                        "copy the primary's data",
                        "mariadb-backup",
                        "--backup",
                        "--stream=mbstream",
                        "--target-dir=/tmp")
                .within(SEED_WITHIN);
        remote.require(Scripts.step("take in the primary's data", Scripts.SEED, source.address())
                .reading(output -> {
                    Completed completed = primary.run(backup, output);
                    if (!completed.succeeded()) {
                        throw RemoteException.ended(primary.machine(), backup, completed);
                    }
                })
                .within(SEED_WITHIN));
        follow(source);
    }

    private void follow(ReplicationSource source) {
        remote.require(Scripts.step(
                "follow the primary",
                Scripts.FOLLOW,
                source.address(),
                Integer.toString(source.port()),
                source.user(),
                source.passwordFile().value(),
                source.authority().value(),
                source.identity().value()));
    }

    private void migrate(Migration migration) {
        say.accept("migrating the schema");
        remote.require(Scripts.step(
                        "migrate the schema for release " + migration.release(),
                        Scripts.MIGRATE,
                        migration.release(),
                        migration.application().value(),
                        migration.mainClass(),
                        migration.user(),
                        migration.environmentFile().value(),
                        migration.identityFile().value())
                .within(MIGRATE_WITHIN));
    }

    /** Statements go in by standard input: nothing of them is in a process list. */
    private void sql(String purpose, String statements) {
        remote.require(RemoteCommand.of(purpose, "mariadb", "--batch").reading(statements));
    }
}
