package dev.tandem.runner;

import dev.tandem.protocol.notify.ServiceManager;
import dev.tandem.routing.PrimaryGate;
import dev.tandem.runner.configuration.DatabaseConfiguration;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.database.DatabasePools;
import dev.tandem.runner.gate.RequestGate;
import dev.tandem.runner.gate.RunningRequest;
import dev.tandem.runner.life.ApplicationFailure;
import dev.tandem.runner.life.Readiness;
import dev.tandem.runner.life.RunnerState;
import dev.tandem.runner.management.DatabaseChange;
import dev.tandem.runner.management.ManagementServer;
import dev.tandem.runner.management.RunnerMetrics;
import dev.tandem.runner.server.ApplicationServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of one application, from start to the end of the drain.
 *
 * <p>{@link #start} is called once, by one thread; {@link #stop} by any thread, at any time, also while starting; it does its work once.
 */
final class Runner {
    private static final System.Logger LOG = System.getLogger("runner");

    /** How often a drain looks whether the last request has ended. */
    private static final Duration LOOK = Duration.ofMillis(5);

    /** For the application's own shutdown, after the last request; what takes longer is left behind. */
    private static final Duration APPLICATION_STOP = Duration.ofSeconds(5);

    private final RunnerConfiguration configuration;
    private final Path application;
    private final ServiceManager serviceManager;
    private final Readiness readiness = new Readiness();
    private final RunnerMetrics metrics;
    private final RequestGate gate;
    private final ManagementServer management;
    private volatile @Nullable DatabasePools pools;
    private volatile @Nullable ApplicationServer server;

    /**
     * Touches neither the application nor a port yet.
     *
     * @throws ApplicationFailure when the application's directory or the management's socket cannot be had
     */
    Runner(RunnerConfiguration configuration, String version, ServiceManager serviceManager) {
        this.configuration = configuration;
        this.serviceManager = serviceManager;
        this.application = realPath(configuration.application());
        this.metrics = new RunnerMetrics(version, release());
        this.gate = new RequestGate(configuration.limits(), metrics);
        metrics.watch(gate);
        metrics.watchState(readiness::state);
        try {
            this.management = new ManagementServer(
                    configuration.management(),
                    readiness::state,
                    metrics,
                    this::reload,
                    new DatabaseChange(this::primaryGate, this::readElsewhere));
        } catch (IOException failure) {
            throw new ApplicationFailure(
                    "cannot listen on RUNNER_MANAGEMENT " + configuration.management() + ": " + failure.getMessage(),
                    failure);
        }
    }

    /** The link to the current release is followed once: a release activated later is another run's. */
    private static Path realPath(Path configured) {
        try {
            Path real = configured.toRealPath();
            if (!real.resolve("WEB-INF").toFile().isDirectory()) {
                throw new ApplicationFailure(
                        real + " (RUNNER_APPLICATION " + configured + ") is not an unpacked WAR: it has no WEB-INF",
                        null);
            }
            return real;
        } catch (IOException failure) {
            throw new ApplicationFailure("RUNNER_APPLICATION " + configured + " cannot be found: " + failure, failure);
        }
    }

    /** The release's name is that of its directory: RELEASE/app. */
    private String release() {
        Path parent = application.getParent();
        Path name = parent == null ? null : parent.getFileName();
        return name == null ? "-" : name.toString();
    }

    /** @throws ApplicationFailure when the application does not start */
    void start() {
        management.start();
        LOG.log(Level.INFO, "starting " + application + " (release " + release() + ")");
        Optional<DataSource> database = configuration.database().map(this::openPools);
        ApplicationServer started = ApplicationServer.start(application, configuration, database, gate);
        server = started;
        if (readiness.advance(RunnerState.READY)) {
            String line = "ready after " + sinceJvmStart().toMillis() + " ms: release " + release() + " on port "
                    + started.port();
            LOG.log(Level.INFO, line);
            serviceManager.ready(line);
        }
    }

    /** Nothing to read again before the port is open, or when no other machine comes. */
    private void reload() throws IOException {
        ApplicationServer started = server;
        if (started != null) {
            started.reload();
            LOG.log(Level.INFO, "the certificate was read again");
        }
    }

    private DataSource openPools(DatabaseConfiguration database) {
        LOG.log(Level.INFO, "database: " + database);
        DatabasePools opened = new DatabasePools(database);
        metrics.watch(opened);
        pools = opened;
        return opened.dataSource();
    }

    private Optional<PrimaryGate> primaryGate() {
        return Optional.ofNullable(pools).map(DatabasePools::gate);
    }

    private void readElsewhere() {
        Optional.ofNullable(pools).ifPresent(DatabasePools::leaveReplicas);
    }

    private static Duration sinceJvmStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }

    int port() {
        ApplicationServer started = server;
        return started == null ? 0 : started.port();
    }

    /** Drains, then stops everything. Empty when the runner was not ready, so that nothing was drained. */
    Optional<DrainReport> stop() throws InterruptedException {
        Optional<DrainReport> report = Optional.empty();
        ApplicationServer started = server;
        if (readiness.advance(RunnerState.DRAINING) && started != null) {
            report = Optional.of(drain(started));
        }
        readiness.advance(RunnerState.STOPPED);
        stopApplication(started);
        management.close();
        return report;
    }

    private DrainReport drain(ApplicationServer started) throws InterruptedException {
        long begin = System.nanoTime();
        gate.beginDrain();
        String line = "draining: " + gate.inFlight() + " requests are running";
        serviceManager.stopping(line);
        LOG.log(Level.INFO, line);
        Thread.sleep(configuration.linger());
        started.stopAccepting();
        long deadline = System.nanoTime() + configuration.drain().toNanos();
        while (gate.inFlight() > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(LOOK);
        }
        List<RunningRequest> left = gate.running();
        left.forEach(request -> LOG.log(
                Level.WARNING,
                "cut after the drain deadline of " + configuration.drain().toMillis() + " ms: " + request));
        metrics.cut(left.size());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        DrainReport report = new DrainReport(gate.finishedWhileDraining(), left.size(), took);
        LOG.log(left.isEmpty() ? Level.INFO : Level.WARNING, report.toString());
        return report;
    }

    private void stopApplication(@Nullable ApplicationServer started) throws InterruptedException {
        Thread stopping = Thread.ofPlatform().daemon().name("stop").start(() -> {
            stopContext(started);
            DatabasePools opened = pools;
            if (opened != null) {
                opened.close();
            }
        });
        if (!stopping.join(APPLICATION_STOP)) {
            LOG.log(
                    Level.WARNING,
                    "the application did not stop within " + APPLICATION_STOP.toSeconds() + " s; its thread stands at "
                            + Arrays.toString(stopping.getStackTrace()));
        }
    }

    private static void stopContext(@Nullable ApplicationServer started) {
        try {
            if (started != null) {
                started.stop();
            }
        } catch (Exception failure) { // Jetty's lifecycle declares no less
            LOG.log(Level.WARNING, "the application did not stop cleanly", failure);
        }
    }
}
