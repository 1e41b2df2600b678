package dev.tandem.runner.configuration;

/**
 * How the application's DataSource reaches the database.
 *
 * @param primaryUrl a {@code jdbc:mariadb:} URL of the primary
 * @param replicaUrl the same of a replica
 * @param poolSize the most connections to each of the two
 */
public record DatabaseConfiguration(String primaryUrl, String replicaUrl, String user, String password, int poolSize) {
    static final String URL_START = "jdbc:mariadb://";
    static final int LARGEST_POOL = 500;

    public DatabaseConfiguration {
        if (!primaryUrl.startsWith(URL_START) || !replicaUrl.startsWith(URL_START)) {
            throw new IllegalArgumentException("a database URL must begin with " + URL_START);
        }
        if (poolSize < 1 || poolSize > LARGEST_POOL) {
            throw new IllegalArgumentException("a pool holds 1 to " + LARGEST_POOL + " connections, not " + poolSize);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "primary " + primaryUrl + ", replica " + replicaUrl + ", user " + user + ", " + poolSize
                + " connections to each";
    }
}
