package dev.tandem.agent.peer;

import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import io.avaje.jsonb.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MemberStatus} on its way, as question and as answer.
 *
 * @param promise in an answer: the asker, a primary, will not be taken over from for a while
 * @param sent the asker's moment, on its own clock; comes back in the answer
 */
@Json
public record Message(
        String machine,
        long term,
        boolean serving,
        boolean follows,
        @Nullable String incarnation,
        String binlog,
        String received,
        long knock,
        Map<String, Admission> admitted,
        @Nullable String synchronous,
        @Nullable Boolean readable,
        @Nullable Long revision,
        boolean promise,
        long sent) {
    /** How a replica may connect, once. */
    @Json
    public record Admission(long knock, boolean voice) {}

    static Message of(MemberStatus status, boolean promise, long sent) {
        Map<String, Admission> admitted = new HashMap<>();
        status.admitted()
                .forEach((machine, admission) ->
                        admitted.put(machine.value(), new Admission(admission.knock(), admission.voice())));
        Incarnation incarnation = status.incarnation();
        MachineName synchronous = status.synchronous();
        return new Message(
                status.machine().value(),
                status.term(),
                status.serving(),
                status.follows(),
                incarnation == null ? null : incarnation.value(),
                status.binlog().toString(),
                status.received().toString(),
                status.knock(),
                admitted,
                synchronous == null ? null : synchronous.value(),
                status.readable(),
                status.revision(),
                promise,
                sent);
    }

    /** Throws IllegalArgumentException when it is no status. */
    MemberStatus status() {
        Map<MachineName, MemberStatus.Admission> admissions = new HashMap<>();
        admitted.forEach((name, admission) -> admissions.put(
                new MachineName(name), new MemberStatus.Admission(admission.knock(), admission.voice())));
        return new MemberStatus(
                new MachineName(machine),
                term,
                serving,
                follows,
                incarnation == null ? null : new Incarnation(incarnation),
                GtidPosition.parse(binlog),
                GtidPosition.parse(received),
                knock,
                admissions,
                synchronous == null ? null : new MachineName(synchronous),
                readable,
                revision);
    }
}
