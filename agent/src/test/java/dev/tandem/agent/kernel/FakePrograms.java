package dev.tandem.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A machine's programs: each name stands for what a test says. What no test named is not installed. Safe for many threads. */
public final class FakePrograms implements Programs {
    private final Map<String, Function<List<String>, Result>> programs = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Process>> talking = new ConcurrentHashMap<>();
    private final Map<Integer, FakeHold> processes = new ConcurrentHashMap<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<String> unprivileged = new CopyOnWriteArrayList<>();
    private volatile boolean hasMemory = true;

    /** That program runs to its end and answers so. */
    public void is(String name, Function<List<String>, Result> program) {
        programs.put(name, program);
    }

    /** That program is talked with. */
    public void talks(String name, Supplier<Process> program) {
        talking.put(name, program);
    }

    /** A process that somebody else started. */
    public void runs(FakeHold process) {
        processes.put(process.pid(), process);
    }

    /** Without memory no program can be started. */
    public void hasMemory(boolean has) {
        hasMemory = has;
    }

    /** What was run to its end, word by word. */
    public List<String> ran() {
        return List.copyOf(ran);
    }

    /** What was run or started as mysqld's user, and not as root, word by word. */
    public List<String> unprivileged() {
        return List.copyOf(unprivileged);
    }

    @Override
    public Result run(Duration limit, String... words) {
        List<String> itself = asWhom(itself(List.of(words)));
        String name = itself.getFirst();
        requireMemory(name);
        ran.add(String.join(" ", itself));
        return programs.getOrDefault(name, _ -> new Result(127, name + ": not found"))
                .apply(itself);
    }

    /** Without what makes it modest, see {@link Modest}. */
    private static List<String> itself(List<String> words) {
        int others = Modest.words().length;
        return words.getFirst().equals("sh") && words.size() > others ? words.subList(others, words.size()) : words;
    }

    /** The program itself, when it was root's or is to be another user's; see {@link Unprivileged}. */
    private List<String> asWhom(List<String> words) {
        List<String> others = List.of(Unprivileged.words());
        if (words.size() <= others.size() || !words.subList(0, others.size()).equals(others)) {
            return words;
        }
        List<String> itself = words.subList(others.size(), words.size());
        unprivileged.add(String.join(" ", itself));
        return itself;
    }

    private void requireMemory(String name) {
        if (!hasMemory) {
            throw new UncheckedIOException("cannot run " + name, new IOException("error=12, Cannot allocate memory"));
        }
    }

    @Override
    public Process start(ProcessBuilder program) throws IOException {
        String name = asWhom(itself(program.command())).getFirst();
        if (!hasMemory || !talking.containsKey(name)) {
            throw new IOException("Cannot run program \"" + name + "\"");
        }
        return talking.get(name).get();
    }

    @Override
    public Optional<ProcessHold> hold(int pid, String name, Runnable onEnd) {
        FakeHold process = processes.get(pid);
        if (process == null || process.hasEnded() || !process.name().equals(name)) {
            return Optional.empty();
        }
        process.onEnd(onEnd);
        return Optional.of(process);
    }
}
