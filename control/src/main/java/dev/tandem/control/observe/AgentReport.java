package dev.tandem.control.observe;

import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.protocol.ClusterState;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a database agent says of itself ({@code status.json}).
 *
 * @param at when it said so, by its machine's clock
 * @param sentence what it does and why
 * @param state what it knows to be decided; none when nothing is, or when it does not know
 * @param role primary, replica, stopped, busy or none
 * @param running whether its database server runs
 * @param open whether that takes writes
 * @param waits whether its commits wait for the partner
 * @param source the machine that it follows, if it does
 * @param receiving what its receiver does: stopped, connecting, connected or diverged
 * @param unwritable for how long it has refused every write though it is open, and with which words
 * @param lagSeconds how far what it shows is behind the primary, where that is known
 * @param gate closed, lease (open as the primary for a moment), readers, or unknown (as an earlier agent left it)
 * @param etcd whether etcd answers it
 * @param paused whether somebody told it only to look
 * @param tainted whether its data is not known to be the primary's
 * @param freeMegabytes what is left of the disk that its data lies on
 * @param peers the machines whose agents answer it
 * @param doubt why it does not believe what etcd holds, when it does not
 */
public record AgentReport(
        Optional<Instant> at,
        String sentence,
        Optional<ClusterState> state,
        String role,
        boolean running,
        boolean open,
        boolean waits,
        Optional<String> source,
        String receiving,
        boolean applying,
        Optional<String> unwritable,
        OptionalLong lagSeconds,
        String gate,
        boolean etcd,
        boolean paused,
        boolean tainted,
        OptionalLong freeMegabytes,
        List<String> peers,
        Optional<String> doubt) {
    private static final Jsonb JSONB = Jsonb.builder().build();

    public AgentReport {
        peers = List.copyOf(peers);
    }

    /** Empty for a text that is no report: an agent that is only starting has written none. */
    public static Optional<AgentReport> parse(String text) {
        try {
            return text.isBlank() || !(JSONB.type(Object.class).fromJson(text) instanceof Map<?, ?> fields)
                    ? Optional.empty()
                    : Optional.of(of(fields));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static AgentReport of(Map<?, ?> fields) {
        Map<?, ?> server = fields.get("mysqld") instanceof Map<?, ?> found ? found : Map.of();
        return new AgentReport(
                time(word(fields, "time")),
                word(fields, "sentence"),
                state(word(fields, "state")),
                word(fields, "role"),
                isTrue(server, "running"),
                isTrue(server, "open"),
                isTrue(server, "semiSync"),
                Optional.of(word(server, "source")).filter(source -> !source.isEmpty()),
                word(server, "receiving"),
                isTrue(server, "applying"),
                Optional.of(word(server, "unwritable")).filter(words -> !words.isEmpty()),
                number(word(server, "lagSeconds")),
                word(fields, "gate"),
                isTrue(fields, "etcd"),
                isTrue(fields, "paused"),
                isTrue(fields, "tainted"),
                number(word(fields, "diskFreeMegabytes")),
                fields.get("peers") instanceof List<?> peers
                        ? peers.stream().map(AgentReport::oneLine).toList()
                        : List.of(),
                Optional.of(word(fields, "doubt")).filter(doubt -> !doubt.isEmpty()));
    }

    /** In one line, which a text in JSON need not be. */
    private static String word(Map<?, ?> fields, String name) {
        @Nullable Object value = fields.get(name);
        return value == null ? "" : oneLine(value);
    }

    private static String oneLine(Object value) {
        return value.toString().replaceAll("\\R+", " ");
    }

    private static boolean isTrue(Map<?, ?> fields, String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<ClusterState> state(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(ClusterState.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is the primary and lets clients in. */
    public boolean isPrimary() {
        return role.equals("primary") && gate.equals("lease");
    }

    /** Whether its gate lets clients in, as far as it knows. */
    public boolean letsIn() {
        return !gate.equals("closed");
    }

    /** Whether it is a primary that clients can write to. */
    public boolean serves() {
        return role.equals("primary") && open && letsIn() && unwritable.isEmpty();
    }

    /** The machine that it knows to be decided as primary. */
    public Optional<String> primary() {
        return state.map(decided -> decided.primary().value());
    }

    /** The machine that it knows to be that one's partner. */
    public Optional<String> partner() {
        return state.map(ClusterState::partner).map(partner -> partner.machine().value());
    }

    /** Whether it gets what the primary writes, and applies it. */
    public boolean follows() {
        return role.equals("replica") && receiving.equals("connected") && applying;
    }

    ActualAgent actual() {
        return new ActualAgent(sentence, state, etcd, role, open, follows());
    }
}
