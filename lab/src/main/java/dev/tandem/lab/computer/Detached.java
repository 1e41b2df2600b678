package dev.tandem.lab.computer;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell script that goes on though this process be killed, and is bounded in time by itself: what undoes something even then. For one
 * thread.
 */
public final class Detached {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
    private final Process process;

    private Detached(Process process) {
        this.process = process;
    }

    /** Begins it, with arguments as {@code $1}. It must end by itself. Throws ComputerException. */
    public static Detached begin(String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", script, "sh"));
        words.addAll(List.of(arguments));
        try {
            return new Detached(new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new ComputerException("starting a shell", e);
        }
    }

    /** The same after a while; whoever undoes it sooner calls it off. */
    public static Detached after(Duration time, String script, String... arguments) {
        return begin("sleep " + time.toSeconds() + "\n" + script, arguments);
    }

    /** Calls it off, wherever it is. */
    public void end() {
        List<ProcessHandle> children = process.descendants().toList();
        // First: a shell whose sleep was killed would go on to what comes after it.
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Deadline.in(ENDS_WITHIN).await(() -> !process.isAlive());
    }
}
