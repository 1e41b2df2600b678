package dev.tandem.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one database machine's agent tells the others, as question and as answer.
 *
 * @param term the term of the state it acts on; 0 when it knows none
 * @param serving it is the primary of that term and lets clients in
 * @param follows it is a replica of that term's primary, applies, and its data is good
 * @param incarnation the present life; null when mysqld does not run
 * @param binlog what is committed here
 * @param received what is here in binlog and relay log together; says nothing about another incarnation
 * @param knock how often this replica has asked to be let in; the primary answers in {@code admitted}
 * @param admitted primary: the replicas that may connect, each as often as it asked
 * @param synchronous primary: the one replica that may acknowledge
 * @param readable who reads here sees nothing that is older than the site allows: primary, clients are let in at this moment;
 *     replica, it has what the primary had a moment ago. null from an agent that does not know the word
 * @param revision that of the state that it acts on; 0 when it knows none. null from an agent that does not know the word
 */
public record MemberStatus(
        MachineName machine,
        long term,
        boolean serving,
        boolean follows,
        @Nullable Incarnation incarnation,
        GtidPosition binlog,
        GtidPosition received,
        long knock,
        Map<MachineName, Admission> admitted,
        @Nullable MachineName synchronous,
        @Nullable Boolean readable,
        @Nullable Long revision) {
    /**
     * How a replica may connect, once.
     *
     * @param knock the wish that this answers
     * @param voice it may acknowledge
     */
    public record Admission(long knock, boolean voice) {}

    public MemberStatus {
        admitted = Map.copyOf(admitted);
    }

    /** Whether it may be read from; of an older agent, which does not say, what serves or follows. */
    public boolean isReadable() {
        return readable == null ? serving || follows : readable;
    }

    /** Whether it was said by an agent that knew the state of that revision; an older agent does not say what it knew. */
    public boolean knows(long state) {
        return revision == null || revision == state;
    }
}
