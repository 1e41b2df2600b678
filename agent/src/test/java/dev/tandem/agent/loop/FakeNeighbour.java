package dev.tandem.agent.loop;

import dev.tandem.agent.peer.Neighbours;
import dev.tandem.agent.peer.Peers;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The other database machine, as this one hears of it. Safe for many threads. */
final class FakeNeighbour implements Neighbours {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable MemberStatus status;
    private volatile boolean promises;
    private volatile boolean greets;
    private volatile boolean garbled;
    private volatile @Nullable MemberStatus heard;

    /** It answers so from now on; null for not at all. */
    void answers(@Nullable MemberStatus says, boolean promise) {
        status = says;
        promises = promise;
    }

    void greets(boolean now) {
        greets = now;
    }

    /** It answers what cannot be read, or what no driver of a wire should let through. */
    void garbled(boolean now) {
        garbled = now;
    }

    int asked() {
        return asked.get();
    }

    /** What this machine last said of itself. */
    @Nullable
    MemberStatus heard() {
        return heard;
    }

    @Override
    public Peers.Answer ask(MachineName machine, MemberStatus own, long sent) throws IOException {
        heard = own;
        int times = asked.incrementAndGet();
        if (garbled) {
            if (times % 2 == 0) {
                throw new IllegalStateException("no such constant");
            }
            throw new IOException("another agent's answer is not understood");
        }
        MemberStatus says = status;
        if (says == null) {
            throw new SocketTimeoutException("Read timed out");
        }
        return new Peers.Answer(says, promises, sent);
    }

    @Override
    public boolean greets(MachineName machine, int databasePort) {
        return greets;
    }
}
