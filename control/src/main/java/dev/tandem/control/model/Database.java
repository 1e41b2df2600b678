package dev.tandem.control.model;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The site's database.
 *
 * @param schema the one schema of the application
 * @param bufferPool InnoDB's cache on each database machine
 * @param maximumConnections how many clients one database takes
 * @param maximumReplicaLag how old what readers see on a replica may be; zero for any age
 */
public record Database(String schema, ByteSize bufferPool, int maximumConnections, Duration maximumReplicaLag) {
    /** What a schema may be called. */
    public static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    private static final Duration LEAST_REPLICA_LAG = Duration.ofSeconds(2);

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Database {
        checkSchema(schema);
        if (maximumConnections < 10) {
            throw new IllegalArgumentException("at least 10 connections, not " + maximumConnections);
        }
        if (!maximumReplicaLag.isZero() && maximumReplicaLag.compareTo(LEAST_REPLICA_LAG) < 0) {
            throw new IllegalArgumentException(
                    "a replica is some 0.5 s old at any time: 2s at least, or 0s for any age");
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when a schema cannot be called that. */
    public static void checkSchema(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("'" + schema
                    + "' is not a schema's name: up to 32 lower-case letters, digits and _, a letter first");
        }
        if (schema.equals("tandem")) {
            throw new IllegalArgumentException("the schema tandem is the database agents' own");
        }
    }
}
