package dev.tandem.lab.computer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A command of this computer as a value: words, never a joined string.
 *
 * @param words the program and its arguments
 * @param input what it reads from its standard input
 * @param deadline after this time it is killed and counts as failed
 * @param hint what the user can do when it fails; may be empty
 */
public record Command(List<String> words, String input, Duration deadline, String hint) {
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);
    private static final Executor READERS = task -> Thread.ofVirtual().start(task);

    /** Copies the words. */
    public Command {
        words = List.copyOf(words);
    }

    /** A command without input that gets 30 s. */
    public static Command of(String... words) {
        return new Command(List.of(words), "", USUAL_DEADLINE, "");
    }

    /** The same with this standard input. */
    public Command reading(String text) {
        return new Command(words, text, deadline, hint);
    }

    /** The same with this time limit. */
    public Command within(Duration limit) {
        return new Command(words, input, limit, hint);
    }

    /** The same with advice for the user. */
    public Command hinting(String advice) {
        return new Command(words, input, deadline, advice);
    }

    /** Runs to the end and gives standard output. Throws {@link CommandException} unless it exits with 0 in time. */
    public String run() {
        Result result = result();
        if (result.exit() != 0) {
            throw new CommandException(words, "ended with exit code " + result.exit(), result.stderr(), hint, null);
        }
        return result.stdout();
    }

    /** Whether it ends with 0. Throws {@link CommandException} when it cannot be started or does not end in time. */
    public boolean succeeds() {
        return result().exit() == 0;
    }

    private record Result(int exit, String stdout, String stderr) {}

    private Result result() {
        Process process = start();
        CompletableFuture<String> stdout = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), READERS);
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), READERS);
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new CommandException(words, "did not end within " + deadline.toSeconds() + " s", "", hint, null);
            }
        } catch (InterruptedException e) {
            end(process);
            throw LabInterruptedException.marking(e);
        }
        return new Result(process.exitValue(), stdout.join(), stderr.join());
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(words);
        // Messages are parsed and shown: one language for both.
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The program ended without reading; its exit code says why.
            }
            return process;
        } catch (IOException e) {
            throw new CommandException(words, "could not be started", e.toString(), hint, e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output could not be read: " + e + ")";
        }
    }
}
