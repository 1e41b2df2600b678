package dev.tandem.protocol;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a database agent says of itself: to whoever is on its machine in {@link #FILE}, which it writes anew when something changes and
 * each second, and to other agents. Its text is one object of JSON, whose {@link #fields} are here; each side has a library for the rest.
 *
 * <p>Machines are brought up to date one after the other, so the text may be another version's. A field that is not known is not looked
 * at. One that is missing, or is no such value, says nothing: no text, {@code false}, no number. A word that is not known is {@code
 * UNKNOWN}, for which nobody is primary and nobody follows, but a gate may be open. All words are in one line, which a text in JSON need
 * not be.
 *
 * @param machine whose agent it is
 * @param at when it said so, by its machine's clock
 * @param sentence the last decision: what it does and why
 * @param term of the state that it acts on; 0 where it knows none
 * @param state what it knows to be decided; none when nothing is, when it does not know, or in another version's words
 * @param etcd whether etcd answers it
 * @param paused whether somebody told it only to look
 * @param tainted whether its data is not known to be the primary's
 * @param peers the machines whose agents answer it
 * @param freeMegabytes what is left of the disk that its data lies on
 * @param request the number of the last request that was begun here; 0 for none
 * @param notSwitched why the last switchover did not come about
 * @param doubt why it does not believe what etcd holds now, when it does not
 */
public record AgentReport(
        String machine,
        Optional<Instant> at,
        String sentence,
        long term,
        Optional<ClusterState> state,
        Role role,
        Mysqld mysqld,
        Gate gate,
        boolean etcd,
        boolean paused,
        boolean tainted,
        List<String> peers,
        OptionalLong freeMegabytes,
        long request,
        Optional<String> notSwitched,
        Optional<String> doubt) {
    /** Where it lies on a machine. */
    public static final String FILE = "/run/tandem-agent/status.json";

    /** What its database is. */
    public enum Role {
        PRIMARY,
        REPLICA,
        /** It does not run. */
        STOPPED,
        /** An act is under way, such as a copy, that must end before anything else is known. */
        BUSY,
        /** It runs, and its agent knows of no decision. */
        NONE,
        UNKNOWN;

        /** As it stands in the text. */
        public String word() {
            return AgentReport.word(this);
        }
    }

    /** How the gate before its database stands for clients. */
    public enum Gate {
        CLOSED,
        /** Open, as the primary's, for a moment: the kernel closes it, whatever has become of the agent. */
        LEASE,
        /** Open, as a replica's, for readers. */
        READERS,
        /** As an earlier agent left it. */
        UNKNOWN;

        /** As it stands in the text. */
        public String word() {
            return AgentReport.word(this);
        }
    }

    /** What a replica's receiving thread does. */
    public enum Receiving {
        STOPPED,
        CONNECTING,
        CONNECTED,
        /** The primary's binlog does not hold what this one has. */
        DIVERGED,
        UNKNOWN;

        /** As it stands in the text. */
        public String word() {
            return AgentReport.word(this);
        }
    }

    /**
     * Its mysqld.
     *
     * @param open whether it is not read-only
     * @param semiSync whether commits wait for the partner
     * @param incarnation its present life; none when it does not run
     * @param binlog what is committed here
     * @param received what is here in binlog and relay log together
     * @param source the machine that it follows, if it does
     * @param applying whether the applying threads run
     * @param lagSeconds how far what it shows is behind the primary, where that is known
     * @param unwritable for how long it has been open and refused the agent's own write, and with which words
     */
    public record Mysqld(
            boolean running,
            boolean open,
            boolean semiSync,
            Optional<String> incarnation,
            String binlog,
            String received,
            Optional<String> source,
            Receiving receiving,
            boolean applying,
            OptionalLong lagSeconds,
            Optional<String> unwritable) {
        /** One that does not run. */
        public static final Mysqld NONE = new Mysqld(
                false,
                false,
                false,
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                Receiving.STOPPED,
                false,
                OptionalLong.empty(),
                Optional.empty());

        private static Mysqld of(Map<?, ?> fields) {
            return new Mysqld(
                    isTrue(fields, "running"),
                    isTrue(fields, "open"),
                    isTrue(fields, "semiSync"),
                    text(fields, "incarnation"),
                    text(fields, "binlog").orElse(""),
                    text(fields, "received").orElse(""),
                    text(fields, "source"),
                    text(fields, "receiving")
                            .map(word -> named(Receiving.values(), word, Receiving.UNKNOWN))
                            .orElse(Receiving.STOPPED),
                    isTrue(fields, "applying"),
                    number(fields, "lagSeconds"),
                    text(fields, "unwritable"));
        }

        private Map<String, @Nullable Object> fields() {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("running", running);
            fields.put("open", open);
            fields.put("semiSync", semiSync);
            fields.put("incarnation", incarnation.orElse(null));
            fields.put("binlog", binlog);
            fields.put("received", received);
            fields.put("source", source.orElse(null));
            fields.put("receiving", running ? receiving.word() : null);
            fields.put("applying", applying);
            // A text, empty when unknown: every version wrote it like that.
            fields.put("lagSeconds", lagSeconds.isPresent() ? Long.toString(lagSeconds.getAsLong()) : "");
            fields.put("unwritable", unwritable.orElse(null));
            return fields;
        }
    }

    public AgentReport {
        peers = List.copyOf(peers);
    }

    // --- what follows from it; each of these words means the same wherever Tandem says it

    /** Whether it is the primary, as far as it knows. Whether anybody can write there is another question. */
    public boolean isPrimary() {
        return role == Role.PRIMARY;
    }

    /**
     * Whether its database takes the writes of clients: it is open, and the gate lets them in as the primary's. Open alone is not enough,
     * because a primary that must not be written to shuts its gate long before it can be made read-only. The role does not count: one
     * that was replaced and has not heard of it takes writes all the same.
     */
    public boolean takesWrites() {
        return mysqld.open() && gate == Gate.LEASE;
    }

    /**
     * Whether it may be that it takes writes, for whoever must not be wrong about that: as {@link #takesWrites()}, or the gate stands as an
     * earlier agent left it, or is in another version's words.
     */
    public boolean mayTakeWrites() {
        return takesWrites() || (mysqld.open() && gate == Gate.UNKNOWN);
    }

    /**
     * Whether users can write to it as the primary: nothing that it says stands against that. It is asked for the verdict on a site, so an
     * agent that has just begun and has not touched the gate yet is no reason to say that the site is down; a server whose commits fail
     * or hang is one.
     */
    public boolean serves() {
        return isPrimary() && mayTakeWrites() && mysqld.unwritable().isEmpty();
    }

    /** Whether clients get in at all, to write or to read: nobody says that the gate is shut. */
    public boolean letsIn() {
        return gate != Gate.CLOSED;
    }

    /** Whether it is a replica that gets what the primary writes, and applies it. How far behind it is, is another question. */
    public boolean follows() {
        return role == Role.REPLICA && mysqld.receiving() == Receiving.CONNECTED && mysqld.applying();
    }

    /** Whether it is where a change may leave it: it serves, or it follows a primary that has a partner, be that another replica. */
    public boolean isSettled() {
        return serves() || (follows() && partner().isPresent());
    }

    /** The machine that it knows to be decided as primary. */
    public Optional<String> primary() {
        return state.map(decided -> decided.primary().value());
    }

    /** The machine that it knows to be that one's partner. */
    public Optional<String> partner() {
        return state.map(ClusterState::partner).map(partner -> partner.machine().value());
    }

    // --- its text

    /**
     * Reads the fields of its text.
     *
     * @throws IllegalArgumentException when the term is no number: who compares terms must not take it for an old one
     */
    public static AgentReport of(Map<?, ?> fields) {
        return new AgentReport(
                text(fields, "machine").orElse(""),
                text(fields, "time").flatMap(AgentReport::time),
                text(fields, "sentence").orElse(""),
                term(fields),
                text(fields, "state").flatMap(AgentReport::state),
                named(Role.values(), text(fields, "role").orElse(""), Role.UNKNOWN),
                fields.get("mysqld") instanceof Map<?, ?> mysqld ? Mysqld.of(mysqld) : Mysqld.NONE,
                named(Gate.values(), text(fields, "gate").orElse(""), Gate.UNKNOWN),
                isTrue(fields, "etcd"),
                isTrue(fields, "paused"),
                isTrue(fields, "tainted"),
                fields.get("peers") instanceof List<?> peers
                        ? peers.stream().map(AgentReport::oneLine).toList()
                        : List.of(),
                number(fields, "diskFreeMegabytes"),
                number(fields, "request").orElse(0),
                text(fields, "notSwitched"),
                text(fields, "doubt"));
    }

    /** Its fields in the order of the text; {@code null} is written as such. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("machine", machine);
        fields.put("time", at.map(Instant::toString).orElse(null));
        fields.put("sentence", sentence);
        fields.put("term", term);
        fields.put("state", state.map(ClusterState::toString).orElse(null));
        fields.put("role", role.word());
        fields.put("mysqld", mysqld.fields());
        fields.put("gate", gate.word());
        fields.put("etcd", etcd);
        fields.put("paused", paused);
        fields.put("tainted", tainted);
        fields.put("peers", peers);
        fields.put("diskFreeMegabytes", freeMegabytes.isPresent() ? freeMegabytes.getAsLong() : null);
        fields.put("request", request);
        fields.put("notSwitched", notSwitched.orElse(null));
        fields.put("doubt", doubt.orElse(null));
        return fields;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E named(E[] values, String word, E otherwise) {
        return Arrays.stream(values)
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElse(otherwise);
    }

    private static Optional<String> text(Map<?, ?> fields, String name) {
        @Nullable Object value = fields.get(name);
        return Optional.ofNullable(value).map(AgentReport::oneLine).filter(words -> !words.isEmpty());
    }

    private static String oneLine(Object value) {
        return value.toString().replaceAll("\\R+", " ");
    }

    private static boolean isTrue(Map<?, ?> fields, String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    private static OptionalLong number(Map<?, ?> fields, String name) {
        return text(fields, name)
                .filter(words -> words.matches("\\d{1,18}"))
                .map(words -> OptionalLong.of(Long.parseLong(words)))
                .orElse(OptionalLong.empty());
    }

    private static long term(Map<?, ?> fields) {
        OptionalLong term = number(fields, "term");
        if (term.isEmpty() && text(fields, "term").isPresent()) {
            throw new IllegalArgumentException("'" + text(fields, "term").get() + "' is no term");
        }
        return term.orElse(0);
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
            return Optional.of(ClusterState.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
