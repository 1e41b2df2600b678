package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Request;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** etcd in one process: one revision for all keys, comparisons as etcd makes them. Safe for many threads. */
public final class FakeConsensus implements Consensus {
    private long revision = 10;
    private @Nullable ClusterState state;
    private long stateRevision;
    private @Nullable Heartbeat heartbeat;
    private long heartbeatRevision;
    private @Nullable Request request;
    private boolean silent;
    private boolean garbled;
    private boolean losesSwaps;
    private int beats;

    /** What is decided, whoever decided it. */
    public synchronized void decide(ClusterState decided) {
        state = decided;
        stateRevision = ++revision;
    }

    /** A heartbeat of somebody else's. */
    public synchronized void beatBy(Heartbeat written) {
        heartbeat = written;
        heartbeatRevision = ++revision;
    }

    public synchronized void ask(@Nullable Request asked) {
        request = asked;
    }

    /** It answers nothing, and does nothing. */
    public synchronized void silent(boolean now) {
        silent = now;
    }

    /** What it holds is not understood. */
    public synchronized void garbled(boolean now) {
        garbled = now;
    }

    /** It changes the state when it is asked, and its answers to that are lost. */
    public synchronized void losesSwaps(boolean now) {
        losesSwaps = now;
    }

    public synchronized @Nullable ClusterState state() {
        return state;
    }

    public synchronized @Nullable Heartbeat heartbeat() {
        return heartbeat;
    }

    /** How many heartbeats were written. */
    public synchronized int beats() {
        return beats;
    }

    @Override
    public synchronized Contents read() throws NoAnswerException {
        requireVoice();
        return contents();
    }

    private Contents contents() {
        if (garbled) {
            throw new IllegalArgumentException("'term=seven' is not a state");
        }
        return new Contents(state, stateRevision, heartbeat, heartbeatRevision, false, request);
    }

    @Override
    public synchronized OptionalLong swap(ClusterState next, String because, long compared, long comparedBeat)
            throws NoAnswerException {
        requireVoice();
        boolean same = (compared == ClusterKeys.ANY_REVISION || compared == stateRevision)
                && (comparedBeat == ClusterKeys.ANY_REVISION || comparedBeat == heartbeatRevision);
        if (same) {
            decide(next);
        }
        if (losesSwaps) {
            throw new NoAnswerException("etcd: Unexpected end of file from server", new IOException("end of file"));
        }
        return same ? OptionalLong.of(stateRevision) : OptionalLong.empty();
    }

    @Override
    public synchronized Beat beat(Heartbeat written, long comparedState, long compared) throws NoAnswerException {
        requireVoice();
        boolean same = comparedState == stateRevision && compared == heartbeatRevision;
        if (same) {
            beatBy(written);
            beats++;
        }
        return new Beat(same ? OptionalLong.of(heartbeatRevision) : OptionalLong.empty(), contents());
    }

    private void requireVoice() throws NoAnswerException {
        if (silent) {
            throw new NoAnswerException("no member of etcd takes a connection", new IOException("timed out"));
        }
    }
}
