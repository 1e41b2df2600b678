package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import java.util.OptionalLong;

/** Puts the site's decision right where somebody wrote it who is no agent. Each call has a deadline of its own. */
public interface Restating {
    /** The revision of whatever stands where the state belongs; 0 when nothing does. */
    long stateRevision() throws NoAnswerException;

    /**
     * Writes both keys if the state's revision is still that one.
     *
     * @return the new revision; empty when something else was found, and then nothing was or will be written
     */
    OptionalLong restate(ClusterState state, Heartbeat heartbeat, long revision) throws NoAnswerException;
}
