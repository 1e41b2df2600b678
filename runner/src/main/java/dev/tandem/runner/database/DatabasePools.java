package dev.tandem.runner.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.tandem.routing.PrimaryGate;
import dev.tandem.routing.RoutingDataSource;
import dev.tandem.routing.RoutingTimes;
import dev.tandem.runner.configuration.DatabaseConfiguration;
import dev.tandem.runner.database.PersistentConnector.Connector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.mariadb.jdbc.Driver;

/**
 * The application's DataSource: routing over a pool of connections to the primary and one to a replica, each given in turns ({@link FairPool}).
 *
 * <p>Making it needs no database: pools fill in the background, so that the runner starts while the database is away. Safe for many threads.
 */
public final class DatabasePools implements AutoCloseable {
    /** Waiting for a connection to the primary; the client behind it has waited long enough then. */
    private static final Duration PRIMARY_WAIT = Duration.ofSeconds(2);

    /** Shorter: there is still the primary to ask afterwards. */
    private static final Duration REPLICA_WAIT = Duration.ofMillis(500);

    /**
     * How long a connection may take to show that it lives. HikariCP asks by {@code isValid}, for which MariaDB's driver knows whole seconds
     * alone and forgets the shorter time-out that HikariCP has set (Connector/J 3.5.11, Connection.isValid).
     */
    private static final Duration PRIMARY_VALIDATION = Duration.ofSeconds(1);

    private static final Duration REPLICA_VALIDATION = Duration.ofMillis(250);

    /** A question for which HikariCP's time-out does hold. */
    private static final String ARE_YOU_THERE = "DO 0";

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** A statement without an answer for so long has lost its server. */
    private static final Duration SOCKET = Duration.ofSeconds(30);

    /** Below every idle time-out on the way, the router's included. */
    private static final Duration KEEPALIVE = Duration.ofSeconds(60);

    /** After a machine came back, connections spread to it within this time. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    static {
        // HikariCP's property for "do not test a connection that was used a moment ago"; 0 tests each one that is lent
        // out
        // (one round trip a transaction). After a failover all pooled connections are dead, the busy ones first.
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
    }

    private static final Driver DRIVER = new Driver();

    private final PersistentConnector toPrimary;
    private final PersistentConnector toReplica;
    private final HikariDataSource primary;
    private final HikariDataSource replica;
    private final FairPool fairPrimary;
    private final FairPool fairReplica;
    private final PrimaryGate gate = new PrimaryGate(this::leavePrimary);
    private final AtomicLong readingGeneration = new AtomicLong();
    private final RoutingDataSource routing;

    /** Begins to connect; what does not work is said in the journal, and tried again. */
    public DatabasePools(DatabaseConfiguration configuration) {
        Connector primaryDriver = driver(configuration.primaryUrl(), configuration);
        Connector replicaDriver = driver(configuration.replicaUrl(), configuration);
        this.toPrimary = new PersistentConnector("primary", () -> current(primaryDriver, gate::generation));
        this.toReplica = new PersistentConnector("replica", () -> current(replicaDriver, readingGeneration::get));
        this.primary = new HikariDataSource(pool("primary", toPrimary, PRIMARY_WAIT, configuration));
        HikariConfig reading = pool("replica", toReplica, REPLICA_WAIT, configuration);
        // The driver sends setReadOnly to the server; connections that are read-only from the start need no such round
        // trip.
        reading.setReadOnly(true);
        reading.setValidationTimeout(REPLICA_VALIDATION.toMillis());
        reading.setConnectionTestQuery(ARE_YOU_THERE);
        this.replica = new HikariDataSource(reading);
        this.fairPrimary = inTurns(primary, PRIMARY_WAIT);
        this.fairReplica = inTurns(replica, REPLICA_WAIT);
        this.routing = new RoutingDataSource(fairPrimary, fairReplica, RoutingTimes.DEFAULT, gate);
    }

    static FairPool inTurns(HikariDataSource pool, Duration wait) {
        // HikariDataSource has one time for all; its pool, which is what it shows as its management, takes one for each
        // call.
        HikariPool lender = (HikariPool) pool.getHikariPoolMXBean();
        return new FairPool(
                pool.getPoolName(), pool, atMost -> lend(pool, lender, atMost), wait, pool.getMaximumPoolSize());
    }

    private static Connection lend(HikariDataSource pool, HikariPool lender, Duration atMost) throws SQLException {
        return pool.isClosed() ? pool.getConnection() : lender.getConnection(atMost.toMillis());
    }

    private static Connector driver(String url, DatabaseConfiguration configuration) {
        Properties properties = properties(configuration);
        return () -> DRIVER.connect(url, properties);
    }

    /** One that was under way as all were let go is not in the pool yet, which therefore cannot let it go. */
    private static Connection current(Connector driver, LongSupplier generations) throws SQLException {
        while (true) {
            long generation = generations.getAsLong();
            Connection made = driver.connect();
            if (generation == generations.getAsLong()) {
                return made;
            }
            made.close();
        }
    }

    private static HikariConfig pool(
            String name, PersistentConnector connector, Duration wait, DatabaseConfiguration configuration) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(connector);
        pool.setMaximumPoolSize(configuration.poolSize());
        pool.setConnectionTimeout(wait.toMillis());
        pool.setValidationTimeout(PRIMARY_VALIDATION.toMillis());
        pool.setKeepaliveTime(KEEPALIVE.toMillis());
        pool.setMaxLifetime(LIFETIME.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** What the driver is told besides the URL. */
    private static Properties properties(DatabaseConfiguration configuration) {
        Properties properties = new Properties();
        properties.setProperty("user", configuration.user());
        properties.setProperty("password", configuration.password());
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Connections that are idle go now, those in use when they are given back. */
    private void leavePrimary() {
        primary.getHikariPoolMXBean().softEvictConnections();
    }

    /** No connection for reads from before is used again; those in use go when they are given back. */
    public void leaveReplicas() {
        readingGeneration.incrementAndGet();
        replica.getHikariPoolMXBean().softEvictConnections();
    }

    /** What new work for the primary passes; when a pause of it ends, no connection from before is used again. */
    public PrimaryGate gate() {
        return gate;
    }

    /** What an application gets. */
    public DataSource dataSource() {
        return routing;
    }

    /** How many wait for their turn at a pool, by its name, for the metrics. */
    public Map<String, Integer> waiting() {
        return Map.of("primary", fairPrimary.waiting(), "replica", fairReplica.waiting());
    }

    /** By name, for the metrics. */
    public Map<String, HikariDataSource> pools() {
        return Map.of("primary", primary, "replica", replica);
    }

    /** What it counts, for the metrics. */
    public RoutingDataSource routing() {
        return routing;
    }

    /**
     * Ends the pools. Connections in use are left to the end of the process, whose sockets close: a pool would abort them, for an abort the
     * driver sends KILL (MariaDB Connector/J, StandardClient.abort), and KILL releases a commit that waits for the partner, and all
     * of its group.
     */
    @Override
    public void close() {
        toPrimary.stop();
        toReplica.stop();
        replica.close();
        if (primary.getHikariPoolMXBean().getActiveConnections() == 0) {
            primary.close();
        }
    }
}
