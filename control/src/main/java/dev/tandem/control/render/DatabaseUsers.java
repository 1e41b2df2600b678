package dev.tandem.control.render;

/** The names of the databases' accounts: MariaDB makes them, the application server and the migration log in with them. */
public final class DatabaseUsers {
    /** Reads and writes the application's rows. */
    public static final String APPLICATION = "application";

    /** Changes the schema. */
    public static final String MIGRATION = "migration";

    /** Reads the primary's log. */
    public static final String REPLICATION = "replication";

    /** Reads figures, on the machine itself. */
    public static final String MONITORING = "monitoring";

    private DatabaseUsers() {}
}
