package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.RecoveryRole;
import dev.tandem.agent.kernel.ProcessHold;
import dev.tandem.agent.kernel.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The mariadbd process, which systemd runs as {@code mariadb.service} and only the agent starts: the unit refuses without the
 * ticket that is written here. Ended by SIGKILL; see {@link dev.tandem.agent.decide.Decision.Fence}.
 */
final class Server {
    private static final String UNIT = "mariadb.service";
    private static final String PROGRAM = "mariadbd";
    private static final Path TICKET = Place.RUN.resolve("mariadbd.env");
    private static final String STARTING = "activating";
    private static final String NONE = "0";
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    /** Recovery after a crash of a large database takes its time. */
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(15);

    private final Runnable onEnd;
    private volatile @Nullable ProcessHold process;
    private volatile boolean looked;

    /** @param onEnd called when the process has ended, by another thread */
    Server(Runnable onEnd) {
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
        Programs.Result answer =
                Programs.run(ASK, "systemctl", "show", "--property=MainPID", "--property=ActiveState", UNIT);
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
                .flatMap(number -> ProcessHold.of(Integer.parseInt(number), PROGRAM, onEnd))
                .orElse(null);
        looked = true;
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
                TICKET,
                "TANDEM_ROLE=--init-rpl-role=" + role + " --server-id=" + number + "\nTANDEM_INIT=--init-file="
                        + initFile + "\n");
        String begun = Programs.run(ASK, "date", "+@%s").output();
        Programs.Result result = Programs.run(STARTS_WITHIN, "systemctl", "start", UNIT);
        Files.deleteIfExists(TICKET);
        looked = false;
        if (!result.succeeded() || process().isEmpty()) {
            throw new IOException("mariadbd did not start: " + lastWords(begun));
        }
    }

    private static String lastWords(String since) {
        return Programs.run(
                        ASK,
                        "journalctl",
                        "--unit=" + UNIT,
                        "--since=" + since,
                        "--lines=40",
                        "--output=cat",
                        "--no-pager")
                .output();
    }

    /** SIGKILL, and waits until it has ended. */
    void kill() {
        Optional<ProcessHold> running = process();
        running.ifPresent(ProcessHold::kill);
        running.ifPresent(Server::awaitEnd);
    }

    static void awaitEnd(ProcessHold process) {
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (!process.hasEnded() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
