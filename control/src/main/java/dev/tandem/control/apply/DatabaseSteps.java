package dev.tandem.control.apply;

import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.control.operate.DatabaseAgent;
import dev.tandem.control.operate.SqlClient;
import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.Migration;
import dev.tandem.protocol.AgentProgram;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
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
    private static final Duration LOOK = Duration.ofMillis(200);
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
                    remote.require(Scripts.step("write down whose data it is", Scripts.MARK, mark.site()));
                case Change.Bootstrap bootstrap -> bootstrap(bootstrap.primary());
                case Change.AwaitReplica _ -> awaitReplica();
                case Change.RestartDatabase restart -> restart(restart.alone());
                case Change.RunMigration run -> migrate(run.migration());
            }
        }
    }

    private void bootstrap(MachineName primary) {
        say.accept(primary + " becomes the first primary");
        remote.require(Scripts.step(DatabaseAgent.command("make the first primary", "bootstrap", primary.value())));
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
        remote.require(Scripts.step(DatabaseAgent.command(
                        "see this machine be the primary", AgentProgram.AWAIT_PRIMARY, seconds(OPEN_WITHIN)))
                .within(OPEN_WITHIN.plus(SPARE)));
        primaryIsOpen = true;
    }

    /** As long as its agent copies it may take; when it does nothing new for a while it has failed. */
    private void awaitReplica() {
        say.accept("waiting until it follows the primary");
        remote.require(Scripts.step(DatabaseAgent.command(
                        "see this machine follow the primary", AgentProgram.AWAIT_REPLICA, seconds(FOLLOWS_WITHIN)))
                .within(COPIED_WITHIN));
    }

    /**
     * By its agent, whatever version of that runs here: this comes before the new one is put in its place, so only what every version
     * understands is asked of it. What does not run is not restarted.
     */
    private void restart(boolean alone) {
        say.accept("restarting the database by its agent");
        RemoteCommand running =
                RemoteCommand.of("see whether the database runs", "systemctl", "is-active", "--quiet", "mariadb");
        if (!remote.run(running).succeeded()) {
            return;
        }
        Optional<AgentReport> before = DatabaseReading.report(remote);
        if (alone) {
            restartAlone(before.flatMap(report -> report.mysqld().incarnation()));
            return;
        }
        if (before.filter(AgentReport::isPrimary).isPresent()) {
            order("hand over before the restart", "switchover");
        }
        order("restart the database", "restart", remote.machine().value());
    }

    private void order(String purpose, String verb, String... words) {
        remote.require(Scripts.step(DatabaseAgent.command(purpose, verb, words)).within(RESTARTED_WITHIN));
    }

    /** Nobody to hand over to: its agent starts it again. */
    private void restartAlone(Optional<String> life) {
        RemoteCommand stop = RemoteCommand.of("restart the database", "systemctl", "stop", "mariadb");
        remote.require(Scripts.step(stop).within(RESTARTED_WITHIN));
        long begun = System.nanoTime();
        Optional<AgentReport> report = DatabaseReading.report(remote);
        while (report.filter(said -> isBack(said, life)).isEmpty()) {
            if (System.nanoTime() - begun > FOLLOWS_WITHIN.toNanos()) {
                throw RemoteException.unexpected(
                        remote.machine(),
                        stop,
                        "the database did not come back within " + FOLLOWS_WITHIN.toSeconds() + " s; its agent says "
                                + report.map(AgentReport::sentence).orElse("nothing"));
            }
            LockSupport.parkNanos(LOOK.toNanos());
            report = DatabaseReading.report(remote);
        }
    }

    private static boolean isBack(AgentReport report, Optional<String> life) {
        return report.serves() && !report.mysqld().incarnation().equals(life);
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
