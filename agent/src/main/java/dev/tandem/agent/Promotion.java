package dev.tandem.agent;

import dev.tandem.agent.etcd.Consensus;
import dev.tandem.agent.etcd.Contents;
import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.kernel.WholeTime;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a machine the primary though writes may be lost, when it can serve and nobody else does. Is content only when it takes
 * writes.
 */
final class Promotion {
    private static final System.Logger LOG = System.getLogger("agent");

    /** A primary that serves has written several heartbeats in that time. */
    private static final Duration HEARTBEATS = Duration.ofSeconds(1);

    private static final Duration SERVES_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Consensus consensus;
    private final Function<MachineName, @Nullable AgentReport> reports;
    private final Announcement announcement;

    /** Tells a machine's agent, on the agents' own way, what will be written: it does not believe etcd alone. */
    interface Announcement {
        void announce(MachineName machine, ClusterState state) throws IOException;
    }

    /** @param reports what a machine's agent says of itself; null when it does not answer */
    Promotion(Consensus consensus, Function<MachineName, @Nullable AgentReport> reports, Announcement announcement) {
        this.consensus = consensus;
        this.reports = reports;
        this.announcement = announcement;
    }

    /**
     * Promotes it, unless that is refused.
     *
     * @param off the machine of which the operator says that it is switched off, for a primary that cannot be asked: one without a partner
     *     needs no etcd, and goes on taking writes where users reach it and nobody else does
     */
    Result of(MachineName machine, Optional<MachineName> off) throws NoAnswerException {
        Contents contents = consensus.read();
        ClusterState state = contents.state();
        if (state == null) {
            throw new IllegalArgumentException("nothing was decided yet; this is what bootstrap is for");
        }
        if (state.isPrimary(machine)) {
            return alreadyDecided(machine, state);
        }
        Optional<String> refusal = refusal(machine, state.primary(), off, contents);
        if (refusal.isPresent()) {
            return new Result(false, "Not promoted; nothing was changed: " + refusal.get());
        }
        ClusterState next = state.promoted(machine);
        announce(machine, next);
        OptionalLong revision = consensus.swap(
                next,
                "an operator accepted the loss of what only " + state.primary() + " had",
                contents.stateRevision(),
                ClusterKeys.ANY_REVISION);
        return revision.isPresent()
                ? awaitWrites(machine, next.term())
                : new Result(false, "Not promoted: something else was decided just now; look again.");
    }

    /** By an order that was interrupted before the agent had heard of it, or by somebody who is no agent. */
    private Result alreadyDecided(MachineName machine, ClusterState state) {
        AgentReport report = reports.apply(machine);
        if (report == null || report.doubt().isEmpty()) {
            return new Result(true, machine + " is primary already.");
        }
        return new Result(
                false,
                "Not promoted; nothing was changed: etcd says '" + state + "', and the agent of " + machine
                        + " does not believe it: " + report.doubt().get()
                        + ". Next: tandem db restate, and then the same command again");
    }

    /** An agent of an older version does not know the question, and believes etcd. Any other one says afterwards what it lacks. */
    private void announce(MachineName machine, ClusterState state) {
        try {
            announcement.announce(machine, state);
        } catch (IOException unheard) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the agent of " + machine + " was not told beforehand: " + unheard.getMessage());
        }
    }

    private Optional<String> refusal(
            MachineName machine, MachineName primary, Optional<MachineName> off, Contents contents)
            throws NoAnswerException {
        if (contents.paused()) {
            return Optional.of("the agents are paused, so nobody would open. Next: tandem db resume");
        }
        if (reports.apply(machine) == null) {
            return Optional.of("the agent of " + machine + " does not answer, so it would take no writes. Next: tandem"
                    + " status, and look at tandem-agent on " + machine);
        }
        AgentReport deposed = reports.apply(primary);
        if (deposed != null && deposed.mayTakeWrites()) {
            return Optional.of(
                    primary + " is the primary and takes writes. Next: tandem db switchover --to " + machine);
        }
        if (deposed == null && !off.equals(Optional.of(primary))) {
            return Optional.of(
                    primary + " is the primary and does not answer. It may be taking writes all the same, and they"
                            + " would be lost: without a partner it needs no etcd. Switch it off, then say so: tandem db promote "
                            + machine + " --accept-loss --switched-off " + primary);
        }
        if (deposed == null && isWritten(contents.heartbeatRevision())) {
            return Optional.of(
                    "the agent of " + primary + " does not answer, but writes its heartbeats to etcd, so users may be"
                            + " served. Mend the way to it, or stop tandem-agent and mariadb there first");
        }
        return Optional.empty();
    }

    private boolean isWritten(long heartbeatRevision) throws NoAnswerException {
        // Asked too early, a primary that serves would seem to be silent.
        WholeTime.pass(HEARTBEATS);
        return consensus.read().heartbeatRevision() != heartbeatRevision;
    }

    private Result awaitWrites(MachineName machine, long term) throws NoAnswerException {
        long end = System.nanoTime() + SERVES_WITHIN.toNanos();
        AgentReport report = null;
        while (System.nanoTime() < end) {
            report = reports.apply(machine);
            if (report != null && report.term() >= term && report.takesWrites()) {
                return new Result(true, machine + " is primary of term " + term + " and takes writes.");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return new Result(
                false,
                machine + " was decided to be the primary of term " + term + ", but takes no writes after "
                        + SERVES_WITHIN.toSeconds() + " s; its agent "
                        + (report == null ? "does not answer" : "says: " + report.sentence()));
    }
}
