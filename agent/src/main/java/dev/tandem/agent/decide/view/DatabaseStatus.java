package dev.tandem.agent.decide.view;

import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the agent sees of this machine's mysqld. Everything that one status says of it was seen in the order of its components. */
public sealed interface DatabaseStatus {
    /**
     * mysqld does not run.
     *
     * @param unusable the data cannot be used as it stands: half a copy, a tail that cannot be truncated, a taint
     */
    record Stopped(boolean unusable) implements DatabaseStatus {}

    /** mysqld is starting, or the data is being copied anew; nothing can be asked yet. */
    record Busy() implements DatabaseStatus {}

    /**
     * mysqld runs.
     *
     * @param stuck it finishes not even a row of its own, and not because a commit waits for its acknowledgement
     * @param open {@code read_only} is off
     * @param semiSync commits wait for an acknowledgement
     * @param binlog {@code @@gtid_binlog_pos}, read after {@code semiSync} and {@code serving} were seen
     * @param received what is in binlog and relay log together
     * @param seen when the look began to which mysqld gave all these answers. One that does not answer is shown as it was seen last:
     *     what is to be concluded from time that goes by has to count to this moment, since mysqld says nothing of what came after it.
     */
    record Running(
            Incarnation incarnation,
            boolean stuck,
            boolean open,
            boolean semiSync,
            Serving serving,
            GtidPosition binlog,
            GtidPosition received,
            Following following,
            Tick seen)
            implements DatabaseStatus {
        /** The same of a mysqld that finishes nothing any more. */
        public Running hanging() {
            return new Running(incarnation, true, open, semiSync, serving, binlog, received, following, seen);
        }

        /** The same, seen at another moment. */
        public Running seen(Tick moment) {
            return new Running(incarnation, stuck, open, semiSync, serving, binlog, received, following, moment);
        }

        /** Whether a commit waits for longer than an acknowledgement takes. Under load one waits at every moment. */
        public boolean waitsLong() {
            Tick since = serving.waitingSince();
            return since != null && seen.isPast(since, Timing.SLOW_ACKNOWLEDGEMENT);
        }

        /** Whether everything that was received is in the binlog. */
        public boolean hasAppliedAll() {
            return binlog.covers(received);
        }
    }

    /**
     * The primary's side.
     *
     * @param voices connected replicas whose acknowledgement counts
     * @param letIn replicas that the kernel lets connect
     * @param waitingSince since when the longest waiting commit waits for its acknowledgement; null when none waits
     * @param released a commit was released without acknowledgement since semi-synchronous replication was switched on
     * @param transactions open transactions of users that have lasted for more than a moment; on a primary that has closed, users'
     *     statements
     */
    record Serving(
            Set<MachineName> voices,
            Set<MachineName> letIn,
            @Nullable Tick waitingSince,
            boolean released,
            int transactions) {
        public Serving {
            voices = Set.copyOf(voices);
            letIn = Set.copyOf(letIn);
        }
    }

    /** What the replica's receiving thread does. */
    enum Receiving {
        STOPPED,
        CONNECTING,
        CONNECTED,
        /** The primary's binlog does not hold what this one has (error 1236). */
        DIVERGED
    }

    /**
     * The replica's side.
     *
     * @param source whom it is set up to follow; null for nobody
     * @param acknowledges its receiver was started with semi-synchronous replication on
     * @param applying the applying threads run
     * @param heartbeats how many heartbeats of replication have come: the source had nothing else to send
     */
    record Following(
            @Nullable MachineName source,
            Receiving receiving,
            boolean acknowledges,
            boolean applying,
            long heartbeats) {
        /** Of a server that follows nobody. */
        public static final Following NOBODY = new Following(null, Receiving.STOPPED, false, false, 0);

        public boolean isReceiverStopped() {
            return receiving == Receiving.STOPPED || receiving == Receiving.DIVERGED;
        }
    }
}
