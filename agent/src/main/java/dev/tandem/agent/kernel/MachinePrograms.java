package dev.tandem.agent.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, as Debian's packages have them. */
final class MachinePrograms implements Programs {
    /** As much of what a program says, its end, as is kept. */
    private static final int KEPT = 32 * 1024;

    @Override
    public Result run(Duration limit, String... words) {
        try {
            Process process =
                    new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            Thread watch = Thread.ofPlatform().daemon().name("limit").start(() -> end(process, limit));
            String output = endOf(process.getInputStream());
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

    /** mysqld's log, and what reads another machine's data, may be of any length. */
    private static String endOf(InputStream said) throws IOException {
        byte[] last = new byte[2 * KEPT];
        int length = 0;
        for (int read = said.read(last); read >= 0; read = said.read(last, length, last.length - length)) {
            length += read;
            if (length == last.length) {
                System.arraycopy(last, KEPT, last, 0, KEPT);
                length = KEPT;
            }
        }
        int from = Math.max(0, length - KEPT);
        return new String(last, from, length - from, StandardCharsets.UTF_8).strip();
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
