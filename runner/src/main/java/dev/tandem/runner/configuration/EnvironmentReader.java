package dev.tandem.runner.configuration;

import dev.tandem.runner.gate.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runner's configuration from environment variables and collects every problem.
 *
 * <pre>
 * RUNNER_APPLICATION        /srv/SITE/current/app   the unpacked WAR                              required
 * RUNNER_LISTEN             127.0.0.1:8080          where the application answers in the clear    required
 * RUNNER_TLS_LISTEN         10.0.0.1:8080           where it answers other machines, with TLS
 * RUNNER_TLS_IDENTITY       /etc/ssl/runner.pem     certificate and key                           required with it
 * RUNNER_TLS_AUTHORITY      /etc/ssl/site.crt       who signed the clients' certificates          required with it
 * RUNNER_TLS_CLIENTS        a.internal,b.internal   whom those are made out to                    required with it
 * RUNNER_MANAGEMENT         /run/runner/orders.sock /ready, /metrics, /reload, /database/...      required
 * RUNNER_LINGER             0s                      SIGTERM to the end of accepting
 * RUNNER_DRAIN              20s                     then as long for what is running
 * RUNNER_MAX_REQUESTS       256                     at once; above it 503, and for who has half of them already
 * RUNNER_MAX_STREAMS        1024                    at once: asynchronous requests and server-sent events; the same
 * RUNNER_PATIENCE           30s                     how long whoever asks waits for the next byte of an answer
 * RUNNER_DATABASE_PRIMARY   jdbc:mariadb://127.0.0.1:3306/site   both or neither
 * RUNNER_DATABASE_REPLICA   jdbc:mariadb://127.0.0.1:3307/site
 * RUNNER_DATABASE_USER      site                    required with a database
 * RUNNER_DATABASE_PASSWORD                          required with a database; never in a log
 * RUNNER_DATABASE_POOL      10                      connections to each of the two
 * </pre>
 */
public final class EnvironmentReader {
    private static final String PREFIX = "RUNNER_";
    private static final List<String> KNOWN = List.of(
            "RUNNER_APPLICATION",
            "RUNNER_LISTEN",
            "RUNNER_TLS_LISTEN",
            "RUNNER_TLS_IDENTITY",
            "RUNNER_TLS_AUTHORITY",
            "RUNNER_TLS_CLIENTS",
            "RUNNER_MANAGEMENT",
            "RUNNER_LINGER",
            "RUNNER_DRAIN",
            "RUNNER_MAX_REQUESTS",
            "RUNNER_MAX_STREAMS",
            "RUNNER_PATIENCE",
            "RUNNER_DATABASE_PRIMARY",
            "RUNNER_DATABASE_REPLICA",
            "RUNNER_DATABASE_USER",
            "RUNNER_DATABASE_PASSWORD",
            "RUNNER_DATABASE_POOL");

    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(20);
    private static final int DEFAULT_POOL = 10;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    /** Stands in for a value that could not be read; never leaves this class, since then there are problems. */
    private static final Endpoint UNREADABLE = Endpoint.parse("127.0.0.1:0");

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads all of it.
     *
     * @throws ConfigurationProblems with all that is wrong
     */
    public static RunnerConfiguration read(Map<String, String> environment) {
        return new EnvironmentReader(environment).configuration();
    }

    private RunnerConfiguration configuration() {
        refuseUnknown();
        Path application = required("RUNNER_APPLICATION", EnvironmentReader::absolutePath, Path.of("/"));
        Endpoint listen = required("RUNNER_LISTEN", Endpoint::parse, UNREADABLE);
        Path management = required("RUNNER_MANAGEMENT", EnvironmentReader::absolutePath, Path.of("/"));
        Optional<TlsConfiguration> tls = tls();
        Duration linger = optional("RUNNER_LINGER", EnvironmentReader::duration, Duration.ZERO);
        Duration drain = optional("RUNNER_DRAIN", EnvironmentReader::duration, DEFAULT_DRAIN);
        Limits limits = limits();
        Optional<DatabaseConfiguration> database = database();
        if (!problems.isEmpty()) {
            throw new ConfigurationProblems(problems);
        }
        return new RunnerConfiguration(application, listen, tls, management, linger, drain, limits, database);
    }

    private Limits limits() {
        return new Limits(
                optional("RUNNER_MAX_REQUESTS", between(1, Limits.MOST), Limits.USUAL.requests()),
                optional("RUNNER_MAX_STREAMS", between(1, Limits.MOST), Limits.USUAL.streams()),
                Limits.USUAL.idle(),
                optional("RUNNER_PATIENCE", EnvironmentReader::patience, Limits.USUAL.patience()),
                Limits.USUAL.rate());
    }

    private void refuseUnknown() {
        for (String name : new TreeMap<>(environment).keySet()) {
            if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
                problems.add(name + " is not a setting of the runner" + Suggestion.of(name, KNOWN));
            }
        }
    }

    private Optional<TlsConfiguration> tls() {
        if (value("RUNNER_TLS_LISTEN") == null) {
            return Optional.empty();
        }
        int before = problems.size();
        Endpoint listen = required("RUNNER_TLS_LISTEN", Endpoint::parse, UNREADABLE);
        Path identity = required("RUNNER_TLS_IDENTITY", EnvironmentReader::absolutePath, Path.of("/"));
        Path authority = required("RUNNER_TLS_AUTHORITY", EnvironmentReader::absolutePath, Path.of("/"));
        Set<String> clients = required("RUNNER_TLS_CLIENTS", EnvironmentReader::names, Set.of());
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new TlsConfiguration(listen, identity, authority, clients));
    }

    private Optional<DatabaseConfiguration> database() {
        int pool = optional("RUNNER_DATABASE_POOL", between(1, DatabaseConfiguration.LARGEST_POOL), DEFAULT_POOL);
        boolean wanted = value("RUNNER_DATABASE_PRIMARY") != null || value("RUNNER_DATABASE_REPLICA") != null;
        if (!wanted) {
            return Optional.empty();
        }
        int before = problems.size();
        String primary = required("RUNNER_DATABASE_PRIMARY", EnvironmentReader::databaseUrl, "");
        String replica = required("RUNNER_DATABASE_REPLICA", EnvironmentReader::databaseUrl, "");
        String user = required("RUNNER_DATABASE_USER", Function.identity(), "");
        String password = required("RUNNER_DATABASE_PASSWORD", Function.identity(), "");
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new DatabaseConfiguration(primary, replica, user, password, pool));
    }

    private <T> T required(String name, Function<String, T> reader, T unreadable) {
        if (value(name) == null) {
            problems.add(name + " is not set");
            return unreadable;
        }
        return optional(name, reader, unreadable);
    }

    private <T> T optional(String name, Function<String, T> reader, T otherwise) {
        String text = value(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException problem) {
            problems.add(name + " " + problem.getMessage());
            return otherwise;
        }
    }

    private @Nullable String value(String name) {
        String text = environment.get(name);
        return text == null || text.isBlank() ? null : text;
    }

    private static Path absolutePath(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("is '" + text + "', which is not an absolute path");
        }
        return path;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>(List.of(text.split(",", -1)));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("is '" + text + "', which is not a list of names with commas between");
        }
        return names;
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is '" + text + "', which is not a duration such as 500ms, 20s or 2m");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static Duration patience(String text) {
        Duration duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("is '" + text + "', which ends every stream at once");
        }
        return duration;
    }

    private static Function<String, Integer> between(int smallest, int largest) {
        return text -> {
            String expected = "is '" + text + "', which is not a whole number from " + smallest + " to " + largest;
            try {
                int number = Integer.parseInt(text);
                if (number < smallest || number > largest) {
                    throw new IllegalArgumentException(expected);
                }
                return number;
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(expected, notANumber);
            }
        };
    }

    /** The value is not repeated in the problem: a URL may carry a password. */
    private static String databaseUrl(String text) {
        if (!text.startsWith(DatabaseConfiguration.URL_START)) {
            throw new IllegalArgumentException("does not begin with " + DatabaseConfiguration.URL_START);
        }
        return text;
    }
}
