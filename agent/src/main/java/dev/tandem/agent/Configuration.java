package dev.tandem.agent;

import dev.tandem.agent.decide.view.Timing;
import dev.tandem.agent.mariadb.Place;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the agent is told, from a file of {@link Properties}. It holds no secret; it names the files that do.
 *
 * @param databases the addresses of all database machines
 * @param routers the application machines
 */
record Configuration(
        String site,
        MachineName self,
        String address,
        int port,
        Path identity,
        Path authority,
        List<InetSocketAddress> consensus,
        Map<MachineName, String> databases,
        Set<MachineName> routers,
        Properties properties) {
    /** Throws IOException when it cannot be read, IllegalArgumentException with the key that is missing or wrong. */
    static Configuration read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Configuration(
                required(properties, "site"),
                new MachineName(required(properties, "machine")),
                required(properties, "address"),
                Integer.parseInt(required(properties, "port")),
                Path.of(required(properties, "identity")),
                Path.of(required(properties, "authority")),
                list(properties, "consensus").map(Configuration::address).toList(),
                machines(properties, "databases"),
                machines(properties, "routers").keySet(),
                properties);
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the agent's configuration has no " + key);
        }
        return value.strip();
    }

    private static Stream<String> list(Properties properties, String key) {
        return Stream.of(required(properties, key).split(",", -1)).map(String::strip);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Map<MachineName, String> machines(Properties properties, String key) {
        Map<MachineName, String> machines = new LinkedHashMap<>();
        list(properties, key).forEach(text -> {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(key + " has '" + text + "', which is not machine=address");
            }
            machines.put(new MachineName(text.substring(0, equals)), text.substring(equals + 1));
        });
        return machines;
    }

    boolean hasDatabase() {
        return list(properties, "roles").anyMatch("database"::equals);
    }

    boolean hasApplication() {
        return list(properties, "roles").anyMatch("app"::equals);
    }

    /** What opens etcd. Throws IllegalArgumentException on a machine without a database, which has no business there. */
    Path consensusIdentity() {
        return Path.of(required(properties, "consensus.identity"));
    }

    Path consensusAuthority() {
        return Path.of(required(properties, "consensus.authority"));
    }

    /** This machine's own voter; empty where there is none. */
    Optional<InetSocketAddress> ownVoter() {
        return consensus.stream()
                .filter(voter -> voter.getHostString().equals(address))
                .findFirst();
    }

    /** All machines that have an agent. */
    Set<MachineName> agents() {
        return Stream.concat(databases.keySet().stream(), routers.stream()).collect(Collectors.toUnmodifiableSet());
    }

    List<MachineName> otherDatabases() {
        return databases.keySet().stream()
                .filter(machine -> !machine.equals(self))
                .toList();
    }

    /** Throws IllegalArgumentException on a machine without a database. */
    Place place() {
        return new Place(
                site,
                self,
                databases,
                Path.of(required(properties, "database.authority")),
                Path.of(required(properties, "database.identity")),
                required(properties, "replication.user"),
                Path.of(required(properties, "replication.password-file")));
    }

    /** How old what a replica shows may be; zero for any age. A file from before the key says nothing. */
    Duration replicaLag() {
        String seconds = properties.getProperty("replica-lag.seconds");
        return seconds == null ? Timing.REPLICA_LAG : Duration.ofSeconds(Long.parseLong(seconds.strip()));
    }

    Path routerSocket() {
        return Path.of(required(properties, "router.socket"));
    }

    Path runnerSocket() {
        return Path.of(required(properties, "runner.socket"));
    }

    /** What tells nginx that users are better served elsewhere. */
    Path outOfReach() {
        return Path.of(required(properties, "out-of-reach"));
    }
}
