package dev.tandem.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one database machine's agent tells the others, as question and as answer.
 *
 * @param term the term of the state it acts on; 0 when it knows none
 * @param serving it is the primary of that term and lets clients in
 * @param running mysqld runs
 * @param incarnation the present life; null when mysqld does not run
 * @param binlog what is committed here
 * @param received what is here in binlog and relay log together; says nothing about another incarnation
 * @param knock how often this replica has asked to be let in; the primary answers in {@code admitted}
 * @param admitted primary: the replicas that may connect, each with the knock that this answers
 * @param synchronous primary: the one replica that may acknowledge
 */
public record MemberStatus(
        MachineName machine,
        long term,
        boolean serving,
        boolean running,
        @Nullable Incarnation incarnation,
        GtidPosition binlog,
        GtidPosition received,
        long knock,
        Map<MachineName, Long> admitted,
        @Nullable MachineName synchronous) {
    public MemberStatus {
        admitted = Map.copyOf(admitted);
    }
}
