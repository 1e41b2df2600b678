package dev.tandem.agent;

import dev.tandem.agent.kernel.Programs;
import dev.tandem.protocol.AgentProgram;
import dev.tandem.protocol.AgentReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What somebody on this machine waits for: that its agent says something of itself. Nobody is asked and nothing is told, so it also says
 * what is missing where the agent or etcd does not answer. A sentence on standard error.
 */
final class Awaiting {
    private static final Set<String> VERBS =
            Set.of(AgentProgram.AWAIT_PRIMARY, AgentProgram.AWAIT_REPLICA, AgentProgram.SPEAKS);
    static final String USAGE = String.join("|", VERBS.stream().sorted().toList()) + " FILE SECONDS";

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Supplier<Optional<AgentReport>> now;
    private final Supplier<Optional<AgentReport>> sinceStart;
    private final LongSupplier nanos;
    private final Runnable pause;

    /**
     * @param now what the agent says
     * @param sinceStart the same, unless its predecessor said it
     * @param nanos a clock that nobody sets
     * @param pause between two looks
     */
    Awaiting(
            Supplier<Optional<AgentReport>> now,
            Supplier<Optional<AgentReport>> sinceStart,
            LongSupplier nanos,
            Runnable pause) {
        this.now = now;
        this.sinceStart = sinceStart;
        this.nanos = nanos;
        this.pause = pause;
    }

    /** For the agent of this machine. */
    static Awaiting here() {
        OwnReport report = new OwnReport(Path.of(AgentReport.FILE), Programs.OF_MACHINE, InstantSource.system());
        return new Awaiting(
                report::now, report::sinceItsStart, System::nanoTime, () -> LockSupport.parkNanos(LOOK.toNanos()));
    }

    static boolean knows(String verb) {
        return VERBS.contains(verb);
    }

    /** The exit code: 0 when it was seen to be so, 1 when not, 2 when the words were not understood. */
    int run(String[] words) {
        try {
            Duration limit = Duration.ofSeconds(Integer.parseInt(words.length == 3 ? words[2] : ""));
            Result result = switch (words[0]) {
                case AgentProgram.AWAIT_PRIMARY -> primary(limit);
                case AgentProgram.AWAIT_REPLICA -> replica(limit);
                case AgentProgram.SPEAKS -> speaks(limit);
                default -> throw new IllegalArgumentException("there is no command " + words[0]);
            };
            System.err.println(result.sentence());
            return result.done() ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println("usage: agent.jar " + USAGE + " (" + wrong.getMessage() + ")");
            return 2;
        }
    }

    /** That it is the primary and serves. */
    Result primary(Duration limit) {
        long begun = nanos.getAsLong();
        Optional<AgentReport> report = now.get();
        while (report.filter(AgentReport::serves).isEmpty()) {
            if (isOver(begun, limit)) {
                return missing("this machine is not the primary, or takes no writes, after", limit, report);
            }
            pause.run();
            report = now.get();
        }
        return new Result(true, "This machine is the primary and takes writes.");
    }

    /** That it follows, or is the primary by now. As long as its agent copies, or says something new, that may take. */
    Result replica(Duration limit) {
        long begun = nanos.getAsLong();
        String sentence = "";
        Optional<AgentReport> report = now.get();
        while (report.filter(AgentReport::isSettled).isEmpty()) {
            String said = report.map(AgentReport::sentence).orElse("");
            boolean busy = report.filter(Awaiting::isBusy).isPresent();
            if (busy || !said.equals(sentence)) {
                begun = nanos.getAsLong();
                sentence = said;
            }
            if (isOver(begun, limit)) {
                return missing("this machine does not follow the primary, or that has no partner, for", limit, report);
            }
            pause.run();
            report = now.get();
        }
        return new Result(true, "This machine follows the primary, or is it.");
    }

    private static boolean isBusy(AgentReport report) {
        return report.role() == AgentReport.Role.BUSY;
    }

    /** That its loop goes round and that it understands what etcd holds. */
    Result speaks(Duration limit) {
        long begun = nanos.getAsLong();
        Optional<AgentReport> report = sinceStart.get();
        while (report.filter(AgentReport::etcd).isEmpty()) {
            if (isOver(begun, limit)) {
                return missing("the agent does not say since its start that etcd answers it, after", limit, report);
            }
            pause.run();
            report = sinceStart.get();
        }
        return new Result(true, "The agent speaks, and etcd answers it.");
    }

    private boolean isOver(long begun, Duration limit) {
        return nanos.getAsLong() - begun >= limit.toNanos();
    }

    private static Result missing(String what, Duration limit, Optional<AgentReport> report) {
        return new Result(
                false,
                what + " " + limit.toSeconds() + " s; its agent says"
                        + report.map(said -> ": " + said.sentence()).orElse(" nothing"));
    }
}
