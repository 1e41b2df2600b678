package dev.tandem.agent.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The gate's nftables table, and the nft that changes it: what one nft did is there for the next. An element with a time-out goes by
 * itself. Safe for many threads.
 */
public final class FakeFirewall {
    private static final Pattern CHANGE =
            Pattern.compile("(add|destroy) element inet tandem_gate (\\w+) \\{ (\\S+)(?: timeout (\\d+)ms)? \\}");
    private static final Pattern LIST = Pattern.compile("list set inet tandem_gate (\\w+)");
    private static final long NEVER = Long.MAX_VALUE;

    /** What becomes of a command. */
    public enum Fault {
        /** nft says that it cannot, and does not. */
        ERROR,
        /** nft ends before it does it. */
        DIES,
        /** nft does it, and ends before it says so. */
        DIES_AFTER,
        /** nft does nothing and says nothing. */
        SILENT,
        /** nft says something that nobody asked for, and not what was asked for. */
        GARBLED
    }

    private record Planned(String part, Fault fault) {}

    private final Map<String, Map<String, Long>> sets =
            new TreeMap<>(Map.of("clients", new TreeMap<>(), "replicas", new TreeMap<>(), "shunned", new TreeMap<>()));
    private final List<Planned> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger started = new AtomicInteger();

    /** Another nft. */
    public Process nft() {
        started.incrementAndGet();
        return new Nft();
    }

    /** How many nft were started. */
    public int started() {
        return started.get();
    }

    /** The next command that contains this meets the fault. */
    public void plan(String part, Fault fault) {
        faults.add(new Planned(part, fault));
    }

    /** Elements of a set that have not gone. */
    public synchronized Set<String> in(String set) {
        Map<String, Long> elements = sets.get(set);
        elements.values().removeIf(end -> end != NEVER && System.nanoTime() - end >= 0);
        return new TreeSet<>(elements.keySet());
    }

    /** Whether clients get in. */
    public boolean letsClientsIn() {
        return !in("clients").isEmpty();
    }

    /** How long clients get in from now on; null when they do without an end, or not at all. */
    public synchronized @Nullable Duration clientsFor() {
        Long end = in("clients").isEmpty() ? null : sets.get("clients").get("3306");
        return end == null || end == NEVER ? null : Duration.ofNanos(end - System.nanoTime());
    }

    /** Somebody has emptied it, as nft flush ruleset does. */
    public synchronized void flush() {
        sets.values().forEach(Map::clear);
    }

    /** All of a line at once: nft sends it to the kernel as one transaction. */
    private synchronized List<String> answers(String line) {
        List<String> answers = new ArrayList<>();
        for (String command : line.split(";", -1)) {
            Matcher list = LIST.matcher(command.strip());
            if (list.matches()) {
                answers.addAll(list(list.group(1)));
            } else if (!change(command.strip())) {
                answers.add("Error: syntax error, unexpected " + command);
            }
        }
        return answers;
    }

    private synchronized boolean change(String command) {
        Matcher matcher = CHANGE.matcher(command);
        if (!matcher.matches() || !sets.containsKey(matcher.group(2))) {
            return false;
        }
        Map<String, Long> set = sets.get(matcher.group(2));
        if (matcher.group(1).equals("destroy")) {
            set.remove(matcher.group(3));
        } else {
            String timeout = matcher.group(4);
            set.put(
                    matcher.group(3),
                    timeout == null
                            ? NEVER
                            : System.nanoTime()
                                    + Duration.ofMillis(Long.parseLong(timeout)).toNanos());
        }
        return true;
    }

    private synchronized List<String> list(String name) {
        List<String> elements = new ArrayList<>();
        for (String element : in(name)) {
            long end = sets.get(name).get(element);
            elements.add(
                    end == NEVER
                            ? element
                            : element + " timeout 600ms expires "
                                    + Duration.ofNanos(end - System.nanoTime()).toMillis() + "ms");
        }
        List<String> lines = new ArrayList<>(List.of("table inet tandem_gate {", "\tset " + name + " {"));
        lines.add("\t\ttype " + (name.equals("clients") ? "inet_service" : "ipv4_addr"));
        if (!elements.isEmpty()) {
            lines.add("\t\telements = { " + String.join(",\n\t\t\t     ", elements) + " }");
        }
        lines.addAll(List.of("\t}", "}"));
        return lines;
    }

    private final class Nft extends FakeProcess {
        private boolean silent;

        @Override
        protected void hear(String line) {
            Planned planned = faults.stream()
                    .filter(fault -> line.contains(fault.part()))
                    .findFirst()
                    .orElse(null);
            if (planned != null) {
                faults.remove(planned);
                meet(line, planned.fault());
            } else if (!silent) {
                carryOut(line);
            }
        }

        private void meet(String line, Fault fault) {
            switch (fault) {
                case ERROR -> say("Error: Could not process rule: Operation not permitted");
                case DIES -> end(1);
                case DIES_AFTER -> {
                    carryOut(line);
                    end(1);
                }
                case SILENT -> silent = true;
                case GARBLED -> say("warning: what is this?");
            }
        }

        private void carryOut(String line) {
            answers(line).forEach(this::say);
        }
    }
}
