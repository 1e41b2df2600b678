package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import java.util.OptionalLong;

/** Where the site's one decision is kept. Each call has a deadline of its own; safe for many threads. */
public interface Consensus {
    /**
     * Reads all keys of the site linearizably, in one transaction.
     *
     * @throws IllegalArgumentException when it is not understood what is decided, or whether the primary lives: nobody may act on that
     */
    Contents read() throws NoAnswerException;

    /**
     * Writes the state if its revision is this one (0: if there is none), and the heartbeat's; {@link
     * dev.tandem.protocol.ClusterKeys#ANY_REVISION} is not compared. A new term also
     * gets an entry in the history.
     *
     * @param because a sentence for the history
     * @return the new revision; empty when something else was found, and then this write has not happened and will not
     */
    OptionalLong swap(ClusterState next, String because, long revision, long heartbeatRevision)
            throws NoAnswerException;

    /** Writes the heartbeat if the state's and its own revision are these, and reads as {@link #read} does, at that moment. */
    Beat beat(Heartbeat heartbeat, long stateRevision, long revision) throws NoAnswerException;

    /** What the site's keys hold: it is understood, or not. */
    sealed interface Held permits Contents, NotUnderstood {}

    /**
     * It is not.
     *
     * @param because a main clause
     */
    record NotUnderstood(String because) implements Held {}

    /**
     * What became of a heartbeat.
     *
     * @param revision as with {@link #swap}
     * @param contents after it; that they are not understood changes nothing about the heartbeat
     */
    record Beat(OptionalLong revision, Held contents) {}
}
