package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.kernel.ProcessHold;
import dev.tandem.agent.kernel.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The mariadbd process, which systemd runs as {@code mariadb.service} and only the agent starts: the unit refuses without the
 * ticket that is written here. Ended by SIGKILL; see {@link dev.tandem.agent.decide.decision.Decision.Fence}.
 */
final class Server {
    private static final String UNIT = "mariadb.service";
    private static final String PROGRAM = "mariadbd";
    private static final String STARTING = "activating";
    private static final String NONE = "0";
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    /** The kernel frees the memory of a large mysqld first. Whoever waits longer keeps its partner from taking over. */
    private static final Duration KILLED_WITHIN = Duration.ofMillis(300);

    /** Recovery after a crash of a large database takes its time. */
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(15);

    private final Programs programs;
    private final Path ticket;
    private final Runnable onEnd;
    private volatile @Nullable ProcessHold process;
    private volatile boolean looked;

    /**
     * @param run see {@link dev.tandem.agent.mariadb.data.Folders}
     * @param onEnd called when the process has ended, by another thread
     */
    Server(Programs programs, Path run, Runnable onEnd) {
        this.programs = programs;
        ticket = run.resolve("mariadbd.env");
        this.onEnd = onEnd;
    }

    /** Whether it is known if one runs: not while systemd starts one on behalf of an earlier agent, nor while it does not answer. */
    boolean isKnown() {
        return looked;
    }

    /** The process, if it runs and is known. */
    Optional<ProcessHold> process() {
        ProcessHold held = process;
        if (held != null && held.hasEnded()) {
            process = null;
            held = null;
        }
        if (held == null && !looked) {
            // Once: later only this agent starts it.
            find();
        }
        return Optional.ofNullable(process);
    }

    private void find() {
        Programs.Result answer = ask();
        Optional<String> pid = property(answer, "MainPID");
        Optional<String> state = property(answer, "ActiveState");
        if (!answer.succeeded()
                || pid.isEmpty()
                || state.isEmpty()
                || state.get().equals(STARTING)) {
            // Asked again: whoever takes this for none starts a second one, or kills one that recovers.
            return;
        }
        process = pid.filter(number -> !number.equals(NONE))
                .flatMap(number -> programs.hold(Integer.parseInt(number), PROGRAM, onEnd))
                .orElse(null);
        looked = true;
    }

    private Programs.Result ask() {
        try {
            return programs.run(ASK, "systemctl", "show", "--property=MainPID", "--property=ActiveState", UNIT);
        } catch (UncheckedIOException notStarted) {
            // No memory for another process, for example: what is looked at again will be known.
            return new Programs.Result(-1, String.valueOf(notStarted.getMessage()));
        }
    }

    private static Optional<String> property(Programs.Result answer, String name) {
        return answer.output()
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst();
    }

    /**
     * Starts it and waits until it takes connections. Throws IOException with what it said when it does not.
     *
     * @param number see {@link ServerNumber}
     */
    void start(RecoveryRole role, long number, Path initFile) throws IOException {
        Files.writeString(
                ticket,
                "TANDEM_ROLE=--init-rpl-role=" + role + " --server-id=" + number + "\nTANDEM_INIT=--init-file="
                        + initFile + "\n");
        String begun = programs.run(ASK, "date", "+@%s").output();
        Programs.Result result;
        try {
            result = programs.run(STARTS_WITHIN, "systemctl", "start", UNIT);
        } finally {
            // Nobody else starts it with this, and whatever became of it is looked at.
            Files.deleteIfExists(ticket);
            looked = false;
        }
        if (!result.succeeded() || process().isEmpty()) {
            throw new IOException("mariadbd did not start: " + lastWords(begun));
        }
    }

    private String lastWords(String since) {
        return programs.run(
                        ASK,
                        "journalctl",
                        "--unit=" + UNIT,
                        "--since=" + since,
                        "--lines=40",
                        "--output=cat",
                        "--no-pager")
                .output();
    }

    /**
     * SIGKILL, and waits until it has ended; waited for is only a moment, the hold goes on.
     *
     * @throws SurvivedException when it is still there
     * @throws IOException when it is not known whether it runs
     */
    void kill() throws IOException {
        Optional<ProcessHold> running = process();
        if (running.isEmpty() && !isKnown()) {
            throw new IOException("it is not known yet whether mysqld runs");
        }
        if (running.isPresent()) {
            running.get().kill();
            if (!ends(running.get(), KILLED_WITHIN)) {
                throw new SurvivedException();
            }
        }
    }

    /** It was told to stop: waits for that, and kills it when it does not. Throws as {@link #kill} does. */
    void awaitStop(ProcessHold process) throws IOException {
        if (!ends(process, STOPS_WITHIN)) {
            kill();
        }
    }

    private static boolean ends(ProcessHold process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!process.hasEnded() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return process.hasEnded();
    }
}
