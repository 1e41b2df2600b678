package dev.tandem.control.apply;

import dev.tandem.control.operate.SqlClient;
import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.Migration;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a plan asks of the data: the first primary, schema, accounts, following, migrations. Each step may be done again.
 * Nothing here starts or stops a database or makes one follow another: their agents do. Not thread-safe.
 */
final class DatabaseSteps {
    /** Recovery after a crash comes before the first answer. */
    private static final Duration OPEN_WITHIN = Duration.ofMinutes(2);

    private static final Duration FOLLOWS_WITHIN = Duration.ofMinutes(2);
    private static final Duration COPIED_WITHIN = Duration.ofHours(12);
    private static final Duration RESTARTED_WITHIN = Duration.ofMinutes(10);
    private static final Duration SPARE = Duration.ofSeconds(10);
    private static final Duration MIGRATE_WITHIN = Duration.ofHours(1);

    /**
     * Said before every statement that writes: root may write to a replica, too, and what it wrote there would be in no other
     * machine's data. Another machine may have become the primary since the plan was made.
     */
    private static final String ON_THE_PRIMARY = """
            DELIMITER //
            BEGIN NOT ATOMIC
                IF @@global.read_only THEN
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this machine is not the primary any more; apply again';
                END IF;
            END//
            DELIMITER ;
            """;

    private final Remote remote;
    private final Consumer<String> say;
    private boolean primaryIsOpen;

    DatabaseSteps(Remote remote, Consumer<String> say) {
        this.remote = remote;
        this.say = say;
    }

    void carryOut(List<Change.OfData> changes) {
        for (Change.OfData change : changes) {
            switch (change) {
                case Change.CreateSchema create -> createSchema(create.schema());
                case Change.SetAccount set -> setAccount(set.account());
                case Change.SetPassword set -> setPassword(set.account());
                case Change.DropAccount drop ->
                    sql("drop the account " + drop.quoted(), "DROP USER IF EXISTS " + drop.quoted() + ";");
                case Change.MarkData mark ->
                    remote.require(Scripts.step("write down whose data it is", Scripts.DATABASE, "mark", mark.site()));
                case Change.Bootstrap bootstrap -> bootstrap(bootstrap.primary());
                case Change.AwaitReplica _ -> awaitReplica();
                case Change.RestartDatabase restart -> restart(restart.alone());
                case Change.RunMigration run -> migrate(run.migration());
            }
        }
    }

    private void bootstrap(MachineName primary) {
        say.accept(primary + " becomes the first primary");
        remote.require(Scripts.step("make the first primary", Scripts.DATABASE, "bootstrap", primary.value()));
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

    /** Waits until this machine's agent says that it is the primary and takes writes. */
    private void awaitPrimary() {
        if (primaryIsOpen) {
            return;
        }
        remote.require(
                Scripts.step("see this machine be the primary", Scripts.DATABASE, "await-primary", seconds(OPEN_WITHIN))
                        .within(OPEN_WITHIN.plus(SPARE)));
        primaryIsOpen = true;
    }

    /** As long as its agent copies it may take; when it does nothing new for a while it has failed. */
    private void awaitReplica() {
        say.accept("waiting until it follows the primary");
        remote.require(Scripts.step(
                        "see this machine follow the primary",
                        Scripts.DATABASE,
                        "await-replica",
                        seconds(FOLLOWS_WITHIN))
                .within(COPIED_WITHIN));
    }

    private void restart(boolean alone) {
        say.accept("restarting the database by its agent");
        remote.require(Scripts.step(
                        "restart the database",
                        Scripts.DATABASE,
                        "restart",
                        remote.machine().value(),
                        alone ? "alone" : "",
                        seconds(FOLLOWS_WITHIN))
                .within(RESTARTED_WITHIN));
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
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
        awaitPrimary();
        remote.require(SqlClient.batch(purpose).reading(ON_THE_PRIMARY + statements));
    }
}
