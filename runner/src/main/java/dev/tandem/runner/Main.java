package dev.tandem.runner;

import dev.tandem.protocol.notify.ServiceManager;
import dev.tandem.runner.configuration.ConfigurationProblems;
import dev.tandem.runner.configuration.EnvironmentReader;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.life.ApplicationFailure;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * The command: {@code runner} runs what the environment says until SIGTERM, {@code --train} makes one short run for the AOT cache,
 * {@code --version} tells the version.
 *
 * <p>Exit codes: 0 ended as asked and nothing was cut; 1 the application did not start; 2 the environment or the arguments are wrong;
 * 3 ended as asked, but requests were cut at the drain's deadline. For the unit: {@code SuccessExitStatus=3}.
 */
public final class Main {
    private static final System.Logger LOG = System.getLogger("runner");

    static final int FAILED = 1;
    static final int MISUSED = 2;
    static final int CUT = 3;

    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        int exit = run(List.of(arguments));
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static int run(List<String> arguments) {
        try {
            if (arguments.isEmpty()) {
                serve();
                return 0;
            }
            return switch (arguments.getFirst()) {
                case "--version" -> {
                    System.out.println("runner " + version());
                    yield 0;
                }
                case "--train" -> {
                    TrainingRun.run(version());
                    yield 0;
                }
                default -> {
                    LOG.log(
                            Level.ERROR,
                            "unknown argument " + arguments.getFirst()
                                    + "; there are --version and --train, all else comes from the environment");
                    yield MISUSED;
                }
            };
        } catch (ConfigurationProblems problems) {
            problems.problems().forEach(problem -> LOG.log(Level.ERROR, problem));
            return MISUSED;
        } catch (ApplicationFailure failure) {
            LOG.log(Level.ERROR, failure.getMessage(), failure.getCause());
            return FAILED;
        }
    }

    /** Returns when the runner is ready; from then on Jetty's threads keep the JVM alive until the signal. */
    private static void serve() {
        RunnerConfiguration configuration = EnvironmentReader.read(System.getenv());
        Runner runner = new Runner(configuration, version(), ServiceManager.from(System.getenv()));
        Thread hook = new Thread(() -> stopAndHalt(runner), "drain");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            runner.start();
        } catch (ApplicationFailure failure) {
            // Not the hook's end: it would halt with 0.
            Runtime.getRuntime().removeShutdownHook(hook);
            throw failure;
        }
    }

    /** The JVM's exit code after SIGTERM is 143 whatever its hooks do; to tell how the drain ended the hook itself must end the JVM. */
    private static void stopAndHalt(Runner runner) {
        int exit = FAILED;
        try {
            Optional<DrainReport> report = runner.stop();
            exit = report.isPresent() && report.get().cut() > 0 ? CUT : 0;
        } catch (InterruptedException | RuntimeException failure) {
            LOG.log(Level.ERROR, "the drain broke off", failure);
        } finally {
            Runtime.getRuntime().halt(exit);
        }
    }

    /** From the jar's manifest; classes in a directory are a developer's. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
