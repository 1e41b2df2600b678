package dev.tandem.agent;

import dev.tandem.agent.etcd.Contents;
import dev.tandem.agent.etcd.Etcd;
import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.kernel.WholeTime;
import dev.tandem.agent.loop.ReportText;
import dev.tandem.agent.peer.Peers;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does, on any database machine: changes the keys in etcd that the agents act on, and waits until they have. JSON on
 * standard output, a sentence on standard error.
 */
final class Commands {
    static final String NAMES = "cluster|bootstrap|switchover|restart|promote|restate|pause|resume|rebuild";

    private static final String NEXT = " Next: tandem db status";
    private static final Duration REQUEST = Duration.ofSeconds(20);
    private static final Duration SWITCHED_WITHIN = Duration.ofSeconds(15);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(15);
    private static final Duration REBUILT_WITHIN = Duration.ofHours(12);
    private static final Duration PAUSED_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * Nobody looks whether roles have changed while they do: a process that has just begun needs half a second of processor time for its first
     * questions, on the machine whose writes wait.
     */
    private static final Duration SWITCHES = Duration.ofMillis(800);

    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(true).build();
    private static final JsonType<Object> JSON = JSONB.type(Object.class);

    private final Etcd etcd;
    private final Peers peers;
    private final Configuration configuration;

    Commands(Etcd etcd, Peers peers, Configuration configuration) {
        this.etcd = etcd;
        this.peers = peers;
        this.configuration = configuration;
    }

    /** The exit code. */
    int run(String[] words) {
        try {
            String machine = words.length > 2 ? words[2] : "";
            Result result = switch (words[0]) {
                case "cluster" -> cluster();
                case "bootstrap" -> bootstrap(known(machine));
                case "switchover" -> switchover(machine);
                case "restart" -> renew(Request.Kind.RESTART, known(machine), BACK_WITHIN);
                case "rebuild" -> renew(Request.Kind.REBUILD, known(machine), REBUILT_WITHIN);
                case "promote" ->
                    new Promotion(etcd, this::report, peers::announce).of(known(machine), switchedOff(words));
                case "restate" ->
                    new Restatement(etcd, this::report)
                            .of(configuration.databases().keySet());
                case "pause" -> pause(true);
                case "resume" -> pause(false);
                default -> throw new IllegalArgumentException("there is no command " + words[0] + ", but " + NAMES);
            };
            System.err.println(result.sentence());
            return result.done() ? 0 : 1;
        } catch (NoAnswerException silent) {
            System.err.println("Nothing is known to have changed: " + silent.getMessage());
            return 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        }
    }

    private Optional<MachineName> switchedOff(String[] words) {
        return words.length > 3 ? Optional.of(known(words[3])) : Optional.empty();
    }

    private MachineName known(String machine) {
        MachineName name = new MachineName(machine);
        if (!configuration.databases().containsKey(name)) {
            throw new IllegalArgumentException("no database machine is called '" + machine + "'; there are "
                    + configuration.databases().keySet());
        }
        return name;
    }

    private Result cluster() throws NoAnswerException {
        Contents contents = etcd.read();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", text(contents.state()));
        json.put("revision", contents.stateRevision());
        json.put("heartbeat", text(contents.heartbeat()));
        json.put("paused", contents.paused());
        json.put("request", text(contents.request()));
        json.put("history", etcd.history());
        System.out.println(JSON.toJson(json));
        return new Result(true, contents.state() == null ? "Nothing was decided yet." : contents.state() + ".");
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private Result bootstrap(MachineName primary) throws NoAnswerException {
        Contents contents = etcd.read();
        if (contents.state() != null) {
            return new Result(contents.state().isPrimary(primary), "It was decided before: " + contents.state() + ".");
        }
        ClusterState first = new ClusterState(1, primary, null);
        OptionalLong revision = etcd.swap(first, "the site was made", 0, ClusterKeys.ANY_REVISION);
        return revision.isPresent()
                ? new Result(true, primary + " is primary.")
                : new Result(false, "Somebody else decided just now; ask again.");
    }

    private Result pause(boolean paused) throws NoAnswerException {
        if (!paused) {
            // Before the key goes: whoever sees that it is gone has seen this.
            ask(Request.Kind.RESUME, configuration.self());
        }
        etcd.pause(paused);
        return awaitPaused(paused);
    }

    /** An agent that does not answer here may be dead, or read etcd later; it is named, and nobody waits for it. */
    private Result awaitPaused(boolean paused) {
        long begun = System.nanoTime();
        while (true) {
            Set<MachineName> silent = new TreeSet<>();
            Set<MachineName> behind = new TreeSet<>();
            for (MachineName machine : configuration.databases().keySet()) {
                AgentReport report = report(machine);
                if (report == null) {
                    silent.add(machine);
                } else if (report.paused() != paused) {
                    behind.add(machine);
                }
            }
            if (behind.isEmpty()) {
                return new Result(
                        true, paused(paused) + (silent.isEmpty() ? "" : " No answer of " + names(silent) + "."));
            }
            if (System.nanoTime() - begun > PAUSED_WITHIN.toNanos()) {
                return new Result(
                        false,
                        "It is written in etcd, but not read within " + PAUSED_WITHIN.toSeconds() + " s by "
                                + names(behind) + "." + NEXT);
            }
            pause();
        }
    }

    private static String paused(boolean paused) {
        return paused
                ? "The agents observe only: nobody takes over, and nothing is repaired, until you resume."
                : "The agents act again, also where they waited for you after several failovers.";
    }

    private static String names(Set<MachineName> machines) {
        return machines.stream().map(MachineName::value).collect(Collectors.joining(", "));
    }

    // --- switchover

    private Result switchover(String wanted) throws NoAnswerException {
        ClusterState state = decided();
        Partner partner = state.partner();
        if (!wanted.isEmpty() && state.isPrimary(known(wanted))) {
            return new Result(true, wanted + " is primary already.");
        }
        if (partner == null) {
            return new Result(
                    false, "Not switched: " + state.primary() + " has no partner, so nobody else has all data.");
        }
        MachineName to = wanted.isEmpty() ? partner.machine() : known(wanted);
        if (!to.equals(partner.machine())) {
            return new Result(
                    false, "Not switched: the partner is " + partner.machine() + ", and nobody else has all data.");
        }
        long id = ask(Request.Kind.SWITCHOVER, to);
        try {
            return awaitSwitch(state, to, id);
        } finally {
            etcd.withdrawRequest();
        }
    }

    private Result awaitSwitch(ClusterState before, MachineName to, long id) throws NoAnswerException {
        long begun = System.nanoTime();
        WholeTime.pass(SWITCHES);
        while (System.nanoTime() - begun < SWITCHED_WITHIN.toNanos()) {
            Contents contents = etcd.read();
            ClusterState state = contents.state();
            boolean beats = contents.heartbeat() != null && contents.heartbeat().term() > before.term();
            if (state != null && state.term() > before.term() && beats) {
                return new Result(state.isPrimary(to), state.primary() + " is primary of term " + state.term() + ".");
            }
            AgentReport report = report(before.primary());
            if (report != null && report.request() == id && report.notSwitched().isPresent()) {
                return new Result(false, report.notSwitched().get());
            }
            pause();
        }
        return new Result(
                false,
                "Not switched in " + SWITCHED_WITHIN.toSeconds() + " s; the agent of " + before.primary() + " "
                        + says(report(before.primary())) + NEXT);
    }

    // --- restart, rebuild

    private Result renew(Request.Kind kind, MachineName machine, Duration limit) throws NoAnswerException {
        ClusterState state = decided();
        if (state.isPrimary(machine)) {
            return new Result(false, machine + " is primary; switch over first.");
        }
        String before = life(report(machine));
        long id = ask(kind, machine);
        try {
            return awaitReturn(machine, before, id, limit);
        } finally {
            etcd.withdrawRequest();
        }
    }

    private Result awaitReturn(MachineName machine, @Nullable String before, long id, Duration limit)
            throws NoAnswerException {
        long begun = System.nanoTime();
        AgentReport report = null;
        boolean asked = true;
        while (System.nanoTime() - begun < limit.toNanos()) {
            report = report(machine);
            if (asked && report != null && report.request() == id) {
                etcd.withdrawRequest();
                asked = false;
            }
            Optional<String> back = back(machine, before, report, etcd.read().state());
            if (!asked && back.isPresent()) {
                return new Result(true, back.get());
            }
            if (asked && System.nanoTime() - begun > REQUEST.toNanos()) {
                break;
            }
            pause();
        }
        return new Result(
                false, machine + " does not follow again, or nobody is partner; its agent " + says(report) + NEXT);
    }

    /**
     * How a replica has come back: in another life than before, following, while the primary has a partner. With three databases that
     * may be the third one.
     */
    static Optional<String> back(
            MachineName machine, @Nullable String before, @Nullable AgentReport report, @Nullable ClusterState state) {
        if (report == null || state == null || state.partner() == null) {
            return Optional.empty();
        }
        String life = life(report);
        if (life == null || life.equals(before) || !report.follows()) {
            return Optional.empty();
        }
        MachineName partner = state.partner().machine();
        return Optional.of(
                partner.equals(machine)
                        ? machine + " is partner again."
                        : machine + " follows again; partner is " + partner + ".");
    }

    // --- asking

    private ClusterState decided() throws NoAnswerException {
        ClusterState state = etcd.read().state();
        if (state == null) {
            throw new IllegalArgumentException("nothing was decided yet: the site has no primary");
        }
        return state;
    }

    private long ask(Request.Kind kind, MachineName machine) throws NoAnswerException {
        long id = System.currentTimeMillis();
        etcd.request(new Request(id, kind, machine), (int) REQUEST.toSeconds());
        return id;
    }

    /** What the machine's agent says of itself; null when it does not answer, or what this version does not understand. */
    private @Nullable AgentReport report(MachineName machine) {
        try {
            return ReportText.read(peers.status(machine));
        } catch (IOException silent) {
            return null;
        }
    }

    private static String says(@Nullable AgentReport report) {
        return report == null ? "does not answer." : "says: " + report.sentence();
    }

    private static @Nullable String life(@Nullable AgentReport report) {
        return report == null ? null : report.mysqld().incarnation().orElse(null);
    }

    private static void pause() {
        LockSupport.parkNanos(LOOK.toNanos());
    }
}
