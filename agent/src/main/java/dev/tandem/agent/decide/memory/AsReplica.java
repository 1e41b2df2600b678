package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import org.jspecify.annotations.Nullable;

/**
 * What this machine asked the primary for as its replica, and said of itself.
 *
 * @param knock how often it has asked to be let in; a number that no earlier agent used
 * @param wish what has become of the last time
 * @param knockedAt when that was
 * @param retiredAt the revision of the state that was known when it began to say that it is no good for a partner; null while it is
 */
public record AsReplica(
        long knock, Wish wish, Tick knockedAt, @Nullable Long retiredAt) {
    /** What has become of the wish to be let in. */
    public enum Wish {
        /** This agent has not asked at all: a connection that it found well stays. */
        NONE,
        /** It may connect once when it is let in. */
        OPEN,
        /** It has connected, or tried to: next time it asks again. */
        USED
    }

    public static AsReplica ofNewAgent(long firstKnock, Tick now) {
        return new AsReplica(firstKnock, Wish.NONE, now, null);
    }

    /** It asks to be let in. */
    public AsReplica knock(Tick now) {
        return new AsReplica(knock + 1, Wish.OPEN, now, retiredAt);
    }

    /** It connects. */
    public AsReplica connects() {
        return wish == Wish.OPEN ? new AsReplica(knock, Wish.USED, knockedAt, retiredAt) : this;
    }

    /** What the primary is told of its knocks; 0 for none. */
    public long toldKnock() {
        return wish == Wish.NONE ? 0 : knock;
    }

    /** It says from now on that it is no good for a partner. */
    public AsReplica retired(long revision) {
        return new AsReplica(knock, wish, knockedAt, revision);
    }

    /** It is good for one again. */
    public AsReplica back() {
        return new AsReplica(knock, wish, knockedAt, null);
    }

    public boolean isRetired() {
        return retiredAt != null;
    }

    /** Whether the state has moved on since it said that it is no good for a partner. */
    public boolean isRetiredBefore(long revision) {
        return retiredAt != null && retiredAt < revision;
    }
}
