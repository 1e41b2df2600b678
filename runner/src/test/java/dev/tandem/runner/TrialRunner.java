package dev.tandem.runner;

import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.gate.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A runner with the trial application, which answers, on a port of its own choice; and its figures. */
final class TrialRunner {
    private final Runner runner;
    private final Path management;

    private TrialRunner(Runner runner, Path management) {
        this.runner = runner;
        this.management = management;
    }

    /** One that answers. */
    static TrialRunner started(Path folder, Limits limits) throws IOException {
        Path management = folder.resolve("management.sock");
        Runner runner = new Runner(
                new RunnerConfiguration(
                        TrialApplication.answering(folder),
                        Endpoint.parse("127.0.0.1:0"),
                        Optional.empty(),
                        management,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        limits,
                        Optional.empty()),
                "test",
                assignments -> {});
        runner.start();
        return new TrialRunner(runner, management);
    }

    int port() {
        return runner.port();
    }

    void stop() throws InterruptedException {
        runner.stop();
    }

    /** A figure without labels; -1 when there is none of that name. */
    double metric(String name) throws IOException {
        return new ManagementDoor(management)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(-1);
    }
}
