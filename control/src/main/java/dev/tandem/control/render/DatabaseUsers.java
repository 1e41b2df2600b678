package dev.tandem.control.render;

/**
 * The names of the databases' accounts: MariaDB makes them, the application server and the migration log in with them. They
 * begin alike, so that an account that an admin made by hand is never taken for one of ours.
 */
public final class DatabaseUsers {
    /** Reads and writes the application's rows. */
    public static final String APPLICATION = "tandem_application";

    /** Changes the schema. */
    public static final String MIGRATION = "tandem_migration";

    /** Reads the primary's log. */
    public static final String REPLICATION = "tandem_replication";

    /** Reads figures, on the machine itself. */
    public static final String MONITORING = "tandem_monitoring";

    private DatabaseUsers() {}
}
