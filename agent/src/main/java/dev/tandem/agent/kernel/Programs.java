package dev.tandem.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Programs {
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

    /** Runs it, and kills it when it does not end in time; then the exit code is -1. */
    public static Result run(Duration limit, String... words) {
        try {
            Process process =
                    new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
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
