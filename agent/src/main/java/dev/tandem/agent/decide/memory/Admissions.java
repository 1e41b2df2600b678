package dev.tandem.agent.decide.memory;

import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.MemberStatus.Admission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which replicas this primary lets connect.
 *
 * @param admitted those that may, each for the knock that was answered
 * @param voiceless those that this agent let in without a voice
 * @param unanswered the knock of each replica that must not be answered: the call that it was for may still be under way
 */
public record Admissions(
        Map<MachineName, Admission> admitted, Set<MachineName> voiceless, Map<MachineName, Long> unanswered) {
    static final Admissions NONE = new Admissions(Map.of(), Set.of(), Map.of());

    public Admissions {
        admitted = Map.copyOf(admitted);
        voiceless = Set.copyOf(voiceless);
        unanswered = Map.copyOf(unanswered);
    }

    /** What a replica asked for before this agent knew it may still be carried out there: it has to ask again. */
    public Admissions heard(MemberStatus replica) {
        return unanswered.containsKey(replica.machine())
                ? this
                : new Admissions(admitted, voiceless, with(unanswered, replica.machine(), replica.knock()));
    }

    /** Whether that replica waits to be let in. */
    public boolean isAwaitedBy(MemberStatus replica) {
        Long not = unanswered.get(replica.machine());
        Admission answer = admitted.get(replica.machine());
        boolean answered = answer != null && answer.knock() == replica.knock();
        return not != null && replica.knock() > not && !answered;
    }

    /** A replica is being let in: from here on it may have the voice that it gets. */
    public Admissions begun(MachineName replica, boolean voice) {
        if (!voice) {
            return this;
        }
        Set<MachineName> others = new HashSet<>(voiceless);
        others.remove(replica);
        return new Admissions(admitted, others, unanswered);
    }

    /** A replica was let in. */
    public Admissions done(MachineName replica, Admission answer) {
        Set<MachineName> without = new HashSet<>(voiceless);
        if (!answer.voice()) {
            without.add(replica);
        }
        return new Admissions(with(admitted, replica, answer), without, unanswered);
    }

    /** A replica was shut out: what it was let in for counts no more. */
    public Admissions expelled(MachineName replica) {
        Admission answer = admitted.get(replica);
        if (answer == null) {
            return this;
        }
        Map<MachineName, Admission> others = new HashMap<>(admitted);
        others.remove(replica);
        return new Admissions(others, voiceless, with(unanswered, replica, answer.knock()));
    }

    private static <V> Map<MachineName, V> with(Map<MachineName, V> map, MachineName key, V value) {
        Map<MachineName, V> copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
