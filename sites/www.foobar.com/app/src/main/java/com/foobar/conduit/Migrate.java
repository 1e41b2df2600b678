package com.foobar.conduit;

import java.io.PrintStream;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema up to date; run once per release, before it starts, from the unpacked WAR:
 *
 * <pre>{@code java -cp 'WEB-INF/classes:WEB-INF/lib/*' com.foobar.conduit.Migrate}</pre>
 *
 * <p>The environment names the primary and an account with the rights to create and change tables in the one schema of the
 * URL: {@code DATABASE_URL} (JDBC), {@code DATABASE_USER}, {@code DATABASE_PASSWORD}. Two that run at once take turns. Exits
 * with 0 when the schema is up to date, else with 1 and the reason on standard error. DDL is not transactional, so each
 * script has one statement: a script either happened or did not.
 */
public final class Migrate {

    /** Some seconds: long enough for a failover, short enough for who waits for the word on a wrong password. */
    private static final int CONNECT_RETRIES = 5;

    private static final int SECONDS_BETWEEN_RETRIES = 1;

    private Migrate() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        for (String name : new String[] {"DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD"}) {
            if (!environment.containsKey(name)) {
                err.println("migrate: " + name + " is not in the environment");
                return 1;
            }
        }
        try {
            MigrateResult result = flyway(environment).migrate();
            String version =
                    result.targetSchemaVersion != null ? result.targetSchemaVersion : result.initialSchemaVersion;
            out.println("migrate: %d migrations executed, schema %s is at version %s"
                    .formatted(result.migrationsExecuted, result.database, version));
            return 0;
        } catch (FlywayException e) {
            // A URL's parameters may hold what is not for a log.
            String url = environment.getOrDefault("DATABASE_URL", "").replaceAll("\\?.*", "");
            err.println("migrate: " + url + ": " + e.getMessage());
            return 1;
        }
    }

    private static Flyway flyway(Map<String, String> environment) {
        return Flyway.configure()
                .dataSource(
                        environment.get("DATABASE_URL"),
                        environment.get("DATABASE_USER"),
                        environment.get("DATABASE_PASSWORD"))
                .locations("classpath:db/migration")
                .createSchemas(false)
                .cleanDisabled(true)
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(SECONDS_BETWEEN_RETRIES)
                .load();
    }
}
