package dev.tandem.lab.drill;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a database agent says of itself, in {@code /run/tandem-agent/status.json}.
 *
 * @param state the cluster's state as the agent last saw it, such as {@code term=3 primary=server1 partner=server2#p1}
 */
@Json
record AgentStatus(
        @Nullable String machine,
        @Nullable String sentence,
        @Nullable String state,
        @Nullable String role,
        @Nullable String gate,
        boolean etcd,
        boolean paused,
        boolean tainted) {
    private static final Jsonb JSONB = Jsonb.builder().build();

    /** Empty when the text is none, such as a file that is being written. */
    static Optional<AgentStatus> parse(String text) {
        try {
            return Optional.of(JSONB.type(AgentStatus.class).fromJson(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    boolean isPrimary() {
        return "primary".equals(role) && "lease".equals(gate);
    }

    /** The machine that the state names as partner. */
    Optional<String> partner() {
        return word("partner=").map(word -> word.replaceFirst("#.*", "")).filter(word -> !word.equals("none"));
    }

    /** The machine that the state names as primary. */
    Optional<String> primary() {
        return word("primary=");
    }

    private Optional<String> word(String prefix) {
        if (state == null) {
            return Optional.empty();
        }
        for (String word : state.split(" ", -1)) {
            if (word.startsWith(prefix)) {
                return Optional.of(word.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }
}
