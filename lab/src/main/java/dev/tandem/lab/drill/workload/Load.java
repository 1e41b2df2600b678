package dev.tandem.lab.drill.workload;

import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.measure.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One load program on one machine, as a unit of its own that outlives whoever started it. Its files are read where they lie on
 * this computer, so that it can be ended and heard when its machine is cut off, frozen or dead.
 */
final class Load {
    static final String FOLDER = "/var/lib/tandem-drill";
    /** Through the machine's router, with a bare driver. */
    static final String ROUTER = "router";

    /** The same way as the application. */
    static final String APPLICATION = "application";

    static final String UNITS = "tandem-drill-";
    private static final String PROGRAMS = "dev.tandem.lab.drill.load.";
    private static final String JAR = "load.jar";
    private static final String LIBRARIES = ":/opt/tandem/runner/current/runner.jar:/opt/tandem/runner/current/lib/*";
    private static final long FLOWING = 50;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(8);

    private final Grip grip;
    private final String name;
    private final String program;
    private final List<String> arguments;
    private final List<String> properties;

    private Load(Grip grip, String name, String program, List<String> arguments, List<String> properties) {
        this.grip = grip;
        this.name = name;
        this.program = program;
        this.arguments = arguments;
        this.properties = properties;
    }

    /** @param way {@link #ROUTER}, {@link #APPLICATION}, or the address of a database that is gone to past the router */
    static Load sql(Grip grip, int first, Pace pace, String way) {
        String name = way.equals(ROUTER) || way.equals(APPLICATION) ? "sql" : "direct";
        List<String> arguments = List.of(
                Integer.toString(first),
                Integer.toString(pace.writers()),
                Integer.toString(pace.perSecond()),
                Long.toString(pace.longest().toSeconds()),
                way,
                Long.toString(pace.oldest().toMillis()));
        return new Load(grip, name, "SqlLoad", arguments, List.of("--property=EnvironmentFile=/etc/tandem/runner.env"));
    }

    static Load http(Grip grip, String host, String tag, Pace pace) {
        return new Load(
                grip,
                "http",
                "HttpLoad",
                List.of(
                        host,
                        tag,
                        Integer.toString(pace.writers()),
                        Integer.toString(pace.perSecond()),
                        Long.toString(pace.longest().toSeconds())),
                List.of());
    }

    /**
     * How much of it.
     *
     * @param perSecond writes of each writer
     * @param longest after which it ends by itself
     * @param oldest how old what a replica shows may be; zero for any age
     */
    record Pace(int writers, int perSecond, Duration longest, Duration oldest) {}

    void start() {
        try {
            Files.createDirectories(folder());
            // One for each load: the one before may be about to open its own.
            Files.write(folder().resolve(JAR), LoadJar.bytes());
        } catch (IOException e) {
            throw new ComputerException("bringing the load to " + grip.name(), e);
        }
        List<String> words = new java.util.ArrayList<>(properties);
        words.addAll(List.of(
                "/usr/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                FOLDER + "/" + name + "/" + JAR + LIBRARIES,
                PROGRAMS + program,
                FOLDER + "/" + name));
        words.addAll(arguments);
        grip.sh("systemd-run --quiet --collect --unit=" + UNITS + name + " \"$@\"", words.toArray(String[]::new));
    }

    /** Waits until it works. Throws when it does not begin. */
    void awaitReady() {
        if (!Deadline.in(STARTS_WITHIN).await(this::flows)) {
            throw new ComputerException(
                    "the load '" + name + "' did not begin on " + grip.name() + " within " + STARTS_WITHIN.toSeconds()
                            + " s: "
                            + grip.trying("journalctl -q -n 5 -o cat -u " + UNITS + name)
                                    .orElse("(no word of it)"));
        }
    }

    /** Whether requests have succeeded: before that there is nothing that a fault could interrupt. */
    private boolean flows() {
        try (Stream<String> lines = Files.lines(folder().resolve("attempts"))) {
            return lines.filter(line -> line.contains(" A ")).limit(FLOWING).count() == FLOWING;
        } catch (IOException e) {
            return false;
        }
    }

    void tellToStop() {
        try {
            Files.writeString(folder().resolve("stop"), "");
        } catch (IOException e) {
            throw new ComputerException("ending the load on " + grip.name(), e);
        }
    }

    /** Waits until it has ended, where its machine lets it, and gives what it wrote down. */
    List<Attempt> end() {
        if (grip.running()) {
            Deadline.in(ENDS_WITHIN)
                    .await(() -> grip.trying("systemctl is-active -q " + UNITS + name)
                            .isEmpty());
        }
        Path attempts = folder().resolve("attempts");
        try {
            return Attempt.parse(grip.name(), Files.readAllLines(attempts, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ComputerException("reading what the load on " + grip.name() + " wrote down", e);
        }
    }

    /** Ends whatever runs of any load on a machine and removes its files. */
    static void clear(Grip grip) {
        grip.trying("systemctl stop '" + UNITS + "*'; rm -rf " + FOLDER);
    }

    private Path folder() {
        return grip.onDisk(FOLDER + "/" + name);
    }
}
