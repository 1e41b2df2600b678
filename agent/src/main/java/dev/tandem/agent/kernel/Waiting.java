package dev.tandem.agent.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long the threads of this process have stood in the queue for a processor (the kernel's Documentation/scheduler/sched-stats.rst: the
 * second number of {@code /proc/PID/task/ID/schedstat}, in nanoseconds). For one thread.
 */
public final class Waiting {
    private final Path threads;
    private Map<String, Long> before = Map.of();

    public Waiting() {
        this(Path.of("/proc/self/task"));
    }

    Waiting(Path threads) {
        this.threads = threads;
    }

    /**
     * All of them together since the last question; of a thread that was not there then, all that it waited. Zero where the kernel does not count,
     * so that nothing is excused.
     */
    public Duration sinceLastAsked() {
        Map<String, Long> now = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                now.put(thread.getFileName().toString(), waited(thread));
            }
        } catch (IOException unreadable) {
            return Duration.ZERO;
        }
        long sum = 0;
        for (Map.Entry<String, Long> thread : now.entrySet()) {
            sum += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
        }
        before = now;
        return Duration.ofNanos(sum);
    }

    private static long waited(Path thread) {
        try {
            String[] numbers = Files.readString(thread.resolve("schedstat"), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return numbers.length > 1 ? Long.parseLong(numbers[1]) : 0;
        } catch (IOException | NumberFormatException gone) {
            return 0;
        }
    }
}
