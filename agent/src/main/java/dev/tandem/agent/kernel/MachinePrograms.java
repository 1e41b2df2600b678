package dev.tandem.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, as Debian's packages have them. */
final class MachinePrograms implements Programs {
    @Override
    public Result run(Duration limit, String... words) {
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

    @Override
    public Process start(ProcessBuilder program) throws IOException {
        return program.start();
    }

    @Override
    public Optional<ProcessHold> hold(int pid, String name, Runnable onEnd) {
        return DescriptorHold.of(pid, name, onEnd);
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
