package dev.tandem.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program to its end. */
public final class Programs {
    /** What the agent's unit gives it (Nice, OOMScoreAdjust) is given back; it is the same process. */
    private static final String MODESTLY = "echo 300 > /proc/self/oom_score_adj || true; exec nice -n 15 \"$@\"";

    private Programs() {}

    /**
     * What a program answered.
     *
     * @param output standard output and standard error, stripped
     */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * The words that start a program as one that others come before, though it is a child of the agent, which comes before others: as nice as
     * an application, and gone before mysqld when memory is short.
     */
    public static List<String> modestly(String... words) {
        return Stream.concat(Stream.of("sh", "-c", MODESTLY, "sh"), Stream.of(words))
                .toList();
    }

    /** Runs it, and kills it when it does not end in time; then the exit code is -1. */
    public static Result run(Duration limit, String... words) {
        return run(limit, List.of(words));
    }

    /** The same. */
    public static Result run(Duration limit, List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            Thread watch = Thread.ofPlatform().daemon().name("limit").start(() -> end(process, limit));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            watch.interrupt();
            return new Result(code, output);
        } catch (IOException notStarted) {
            throw new UncheckedIOException("cannot run " + String.join(" ", words), notStarted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }

    private static void end(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ended) {
            // It ended by itself.
        }
    }
}
