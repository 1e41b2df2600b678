package dev.tandem.agent;

import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.etcd.Restating;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes into etcd again what the agents act on, where they do not believe what it holds. That is no new decision: while they do not
 * believe, none of them takes over or gives anything up.
 */
final class Restatement {
    private static final Duration BELIEVED_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Restating etcd;
    private final Function<MachineName, @Nullable AgentReport> reports;

    /** @param reports what a machine's agent says of itself; null when it does not answer */
    Restatement(Restating etcd, Function<MachineName, @Nullable AgentReport> reports) {
        this.etcd = etcd;
        this.reports = reports;
    }

    /** Restates what the primary of the latest term acts on, which must answer for it. */
    Result of(Collection<MachineName> databases) throws NoAnswerException {
        long revision = etcd.stateRevision();
        List<AgentReport> answers = answers(databases);
        if (answers.isEmpty()) {
            return new Result(false, "Nothing was changed: no database agent answers. Next: tandem status");
        }
        if (doubting(answers).isEmpty()) {
            return new Result(true, "Nothing to put right: the agents that answer believe what etcd holds.");
        }
        ClusterState latest = answers.stream()
                .flatMap(report -> report.state().stream())
                .max(Comparator.comparingLong(ClusterState::term))
                .orElse(null);
        if (latest == null) {
            return new Result(
                    false,
                    "Nothing was changed: no agent that answers knows what was decided. Bring the other database machines"
                            + " back, then the same command again");
        }
        Optional<ClusterState> own = answers.stream()
                .filter(report -> report.machine().equals(latest.primary().value()))
                .flatMap(report -> report.state().stream())
                .filter(state ->
                        state.term() == latest.term() && state.primary().equals(latest.primary()))
                .findFirst();
        if (own.isEmpty()) {
            return new Result(
                    false,
                    "Nothing was changed: the latest that an agent acts on is '" + latest + "', and the agent of "
                            + latest.primary() + " does not say the same. Bring it back, then the same command again");
        }
        return restate(own.get(), revision, databases);
    }

    private Result restate(ClusterState state, long revision, Collection<MachineName> databases)
            throws NoAnswerException {
        Heartbeat alive = new Heartbeat(state.term(), state.primary(), Heartbeat.Sign.SERVING, 0, 0);
        OptionalLong written = etcd.restate(state, alive, revision);
        return written.isPresent()
                ? awaitBelief(databases, state)
                : new Result(false, "Nothing was changed: somebody else wrote to etcd just now. Say the same again");
    }

    private Result awaitBelief(Collection<MachineName> databases, ClusterState state) {
        long end = System.nanoTime() + BELIEVED_WITHIN.toNanos();
        List<AgentReport> doubting = doubting(answers(databases));
        while (!doubting.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            doubting = doubting(answers(databases));
        }
        return doubting.isEmpty()
                ? new Result(true, "etcd holds again what the agents act on: " + state + ".")
                : new Result(
                        false,
                        "'" + state + "' was written, and the agent of "
                                + doubting.getFirst().machine() + " says: "
                                + doubting.getFirst().sentence()
                                + " Whoever writes to etcd may be doing it still. Next: tandem db status");
    }

    private static List<AgentReport> doubting(List<AgentReport> answers) {
        return answers.stream().filter(report -> report.doubt().isPresent()).toList();
    }

    private List<AgentReport> answers(Collection<MachineName> databases) {
        List<AgentReport> answers = new ArrayList<>();
        for (MachineName machine : databases) {
            AgentReport report = reports.apply(machine);
            if (report != null) {
                answers.add(report);
            }
        }
        return answers;
    }
}
