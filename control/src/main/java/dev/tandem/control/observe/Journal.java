package dev.tandem.control.observe;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The journals of several machines as one: each line begins with its time in UTC and its machine. */
public final class Journal {
    private static final Duration READ_WITHIN = Duration.ofMinutes(2);

    /** How long a line waits for earlier ones of slower machines while following. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final Fleet fleet;
    private final List<MachineName> machines;
    private final List<String> words;

    /**
     * Prepares.
     *
     * @param since as journalctl takes it
     * @param units only of these; all when there are none
     */
    public Journal(Fleet fleet, List<MachineName> machines, String since, List<String> units) {
        this.fleet = fleet;
        this.machines = List.copyOf(machines);
        this.words = new ArrayList<>(List.of(
                "journalctl", "--no-pager", "--quiet", "--utc", "--output=short-iso-precise", "--since=" + since));
        units.forEach(unit -> words.add("--unit=" + unit));
    }

    /**
     * What could be read.
     *
     * @param lines in the order of time
     * @param missing the machines whose lines are not among them, and what came back from each
     */
    public record Merged(List<String> lines, Map<MachineName, String> missing) {}

    /** Everything there is on the machines that answer. */
    public Merged merged() {
        Map<MachineName, String> missing = new ConcurrentHashMap<>();
        List<Line> lines = new ArrayList<>();
        InParallel.map(machines, machine -> machine, machine -> read(machine, missing))
                .values()
                .forEach(lines::addAll);
        lines.sort(Comparator.comparing(Line::time));
        return new Merged(lines.stream().map(this::shown).toList(), new TreeMap<>(missing));
    }

    private List<Line> read(MachineName machine, Map<MachineName, String> missing) {
        try {
            return read(machine);
        } catch (RemoteException e) {
            missing.put(machine, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private List<Line> read(MachineName machine) {
        RemoteCommand command = RemoteCommand.of("read the journal", words.toArray(String[]::new))
                .within(READ_WITHIN);
        List<Line> lines = new ArrayList<>();
        String time = "";
        for (String text : fleet.machine(machine).require(command).lines()) {
            Line line = Line.of(machine, text, time);
            time = line.time();
            lines.add(line);
        }
        return lines;
    }

    /**
     * Hands on every line as it comes, until the thread is interrupted or every machine's connection has ended.
     *
     * @param missing hears at once of a machine that cannot be followed, or not any more, and what came back from it
     */
    public void follow(Consumer<String> sink, BiConsumer<MachineName, String> missing) {
        List<String> following = new ArrayList<>(words);
        following.add("--follow");
        RemoteCommand command = RemoteCommand.of("follow the journal", following.toArray(String[]::new));
        List<Line> waiting = new ArrayList<>();
        Thread printer = Thread.ofVirtual().name("journal").start(() -> printUntilInterrupted(waiting, sink));
        try {
            InParallel.map(machines, machine -> machine, machine -> follow(machine, command, waiting, missing));
        } finally {
            printer.interrupt();
            print(waiting, sink);
        }
    }

    private void printUntilInterrupted(List<Line> waiting, Consumer<String> sink) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
                print(waiting, sink);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private MachineName follow(
            MachineName machine, RemoteCommand command, List<Line> waiting, BiConsumer<MachineName, String> missing) {
        try {
            int exit = fleet.machine(machine).follow(command, text -> {
                synchronized (waiting) {
                    waiting.add(Line.of(machine, text, ""));
                }
            });
            if (exit != 0) {
                throw RemoteException.ended(machine, command, new Completed(exit, "", ""));
            }
        } catch (RemoteException e) {
            missing.accept(machine, String.valueOf(e.getMessage()));
        }
        return machine;
    }

    private void print(List<Line> waiting, Consumer<String> sink) {
        List<Line> ready;
        synchronized (waiting) {
            ready = new ArrayList<>(waiting);
            waiting.clear();
        }
        ready.sort(Comparator.comparing(Line::time));
        ready.forEach(line -> sink.accept(shown(line)));
    }

    private String shown(Line line) {
        int width = machines.stream()
                .mapToInt(machine -> machine.value().length())
                .max()
                .orElse(1);
        return String.format(Locale.ROOT, "%-26s %-" + width + "s %s", line.time(), line.machine(), line.text());
    }

    /** A line of a journal: {@code 2026-11-22T23:48:01.123456+00:00 machine unit[pid]: text}. */
    private record Line(MachineName machine, String time, String text) {
        private static final int TIME_LENGTH = "2026-11-22T23:48:01.123456".length();

        /** A line without a time continues the one before it. */
        static Line of(MachineName machine, String text, String timeBefore) {
            boolean dated = text.length() > TIME_LENGTH && text.charAt(4) == '-' && text.charAt(10) == 'T';
            if (!dated) {
                return new Line(machine, timeBefore, text);
            }
            // After the time comes the machine's own name for itself, which we have already.
            String[] parts = text.split(" ", 3);
            return new Line(machine, text.substring(0, TIME_LENGTH), parts[parts.length - 1]);
        }
    }
}
