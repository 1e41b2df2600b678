package dev.tandem.runner.configuration;

import dev.tandem.runner.gate.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All the runner is told. Read from the environment by {@link EnvironmentReader}, where each setting's name and default stand.
 *
 * @param application the unpacked WAR, usually through the link to the current release
 * @param listen where the application answers in the clear: an address that no other machine reaches
 * @param tls where it answers other machines; empty when none comes
 * @param management the Unix socket where readiness and metrics answer and orders are taken
 * @param linger how long after SIGTERM new connections are still taken, so that balancers can notice
 * @param drain how long after that running requests may take
 * @param limits how many requests and streams there may be at once, and how slow a client
 * @param database empty for an application without one
 */
public record RunnerConfiguration(
        Path application,
        Endpoint listen,
        Optional<TlsConfiguration> tls,
        Path management,
        Duration linger,
        Duration drain,
        Limits limits,
        Optional<DatabaseConfiguration> database) {
    public RunnerConfiguration {
        if (linger.isNegative() || drain.isNegative()) {
            throw new IllegalArgumentException("linger and drain must not be negative");
        }
    }
}
