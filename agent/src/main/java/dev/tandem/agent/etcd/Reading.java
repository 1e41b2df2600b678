package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Understands what the site's keys hold. A newer version may have written it: what only asks for something may be left undone, what
 * decides may not be guessed. Each thing that is not understood is told once, though it is read ten times a second. Safe for many
 * threads.
 */
final class Reading {
    /** Ends a value; behind it stand who wrote it and a number that nobody else has. */
    static final String SIGNATURE = " by=";

    private static final String NEXT = ". A newer version may have written it. Next: bring this machine up to date";

    private final Told told;
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    /** Where what is not understood is told. */
    interface Told {
        void log(System.Logger.Level level, String sentence);
    }

    Reading(Told told) {
        this.told = told;
    }

    /**
     * What a transaction read.
     *
     * @param first the place of the first key in its answer: state, heartbeat, paused, request
     * @throws IllegalArgumentException when state or heartbeat is not understood, as {@link Consensus#read} says
     */
    Contents of(Outcome outcome, int first) {
        Outcome.@Nullable Value state = outcome.value(first).orElse(null);
        Outcome.@Nullable Value heartbeat = outcome.value(first + 1).orElse(null);
        Outcome.@Nullable Value request = outcome.value(first + 3).orElse(null);
        return new Contents(
                decided("state", ClusterState::parse, state),
                state == null ? 0 : state.revision(),
                decided("heartbeat", Heartbeat::parse, heartbeat),
                heartbeat == null ? 0 : heartbeat.revision(),
                outcome.value(first + 2).isPresent(),
                asked(request));
    }

    private <T> @Nullable T decided(String what, Function<String, T> parse, Outcome.@Nullable Value value) {
        try {
            T understood = value == null ? null : parse.apply(unsigned(value.text()));
            complaints.remove(what);
            return understood;
        } catch (IllegalArgumentException notUnderstood) {
            String sentence = "the " + what + " in etcd is not understood, and this agent does nothing by it: "
                    + notUnderstood.getMessage() + NEXT;
            complain(System.Logger.Level.ERROR, what, sentence);
            throw new IllegalArgumentException(sentence, notUnderstood);
        }
    }

    private @Nullable Request asked(Outcome.@Nullable Value value) {
        try {
            return value == null ? null : Request.parse(unsigned(value.text()));
        } catch (IllegalArgumentException notUnderstood) {
            complain(
                    System.Logger.Level.WARNING,
                    "request",
                    "a request in etcd is not understood, and left alone: " + notUnderstood.getMessage() + NEXT);
            return null;
        }
    }

    private void complain(System.Logger.Level level, String what, String sentence) {
        if (!sentence.equals(complaints.put(what, sentence))) {
            told.log(level, sentence);
        }
    }

    private static String unsigned(String value) {
        int end = value.indexOf(SIGNATURE);
        return end < 0 ? value : value.substring(0, end);
    }
}
