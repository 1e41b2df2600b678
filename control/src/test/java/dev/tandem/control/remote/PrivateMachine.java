package dev.tandem.control.remote;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.protocol.MachineName;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A machine that is this computer, seen through a mount namespace of its own: what Tandem writes to is a copy or empty there,
 * so that the shipped scripts run for real and nothing of it stays. Programs may be replaced by {@link #program}. Needs root.
 */
public final class PrivateMachine implements Remote {
    // $1 is a folder for everything. The namespace lives as long as its standard input.
    private static final String SETUP = """
            mount -t tmpfs -o mode=0755 private "$1"
            mkdir -p "$1/bin" "$1/var/lib/tandem" "$1/var/lib/mysql" "$1/var/tmp" "$1/srv" "$1/opt" "$1/run/tandem"
            cp --archive /etc "$1/etc"
            for top in etc var srv opt run; do mount --bind "$1/$top" "/$top"; done
            echo ready
            exec cat
            """;

    private final MachineName machine;
    private final Process keeper;
    private final Path programs;

    private PrivateMachine(MachineName machine, Process keeper, Path programs) {
        this.machine = machine;
        this.keeper = keeper;
        this.programs = programs;
    }

    /** Begins one, with its files below an empty folder; skips the test where that is not allowed. */
    public static PrivateMachine in(Path folder) {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may make mount namespaces");
        try {
            Process keeper = new ProcessBuilder(
                            "unshare", "--mount", "--propagation", "private", "sh", "-euc", SETUP, "setup", folder + "")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assumeTrue("ready".equals(answer), "this computer does not let us make mount namespaces");
            PrivateMachine machine = new PrivateMachine(new MachineName("private"), keeper, folder.resolve("bin"));
            machine.program("systemctl", "echo \"$*\" >> /var/tmp/systemctl");
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a program before all others of its name. */
    public void program(String name, String script) {
        sh(
                "cat > \"$1\" && chmod 0755 \"$1\"",
                "#!/bin/sh\n" + script + "\n",
                programs.resolve(name).toString());
    }

    /** Takes a program away again. */
    public void withoutProgram(String name) {
        sh("/usr/bin/rm -f \"$1\"", "", programs.resolve(name).toString());
    }

    /** Runs a script that must succeed; its output, without the last newline. */
    public String sh(String script, String input, String... words) {
        return require(RemoteCommand.script("run '" + script + "'", script, words)
                        .reading(input))
                .text()
                .stripTrailing();
    }

    /** As {@link #sh(String, String, String...)}, without input. */
    public String sh(String script) {
        return sh(script, "");
    }

    @Override
    public MachineName machine() {
        return machine;
    }

    @Override
    public Completed run(RemoteCommand command, OutputStream output) {
        try {
            Process process = start(command);
            FutureTask<String> errors = inBackground(() -> text(process.getErrorStream()));
            FutureTask<String> written = inBackground(() -> {
                try (OutputStream stream = process.getOutputStream()) {
                    command.input().writeTo(stream);
                }
                return "";
            });
            FutureTask<String> read = inBackground(() -> {
                process.getInputStream().transferTo(output);
                return "";
            });
            if (!process.waitFor(command.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw RemoteException.late(machine, command, "");
            }
            read.get();
            if (process.exitValue() == 0) {
                written.get();
            }
            return new Completed(process.exitValue(), "", errors.get());
        } catch (IOException | ExecutionException e) {
            throw RemoteException.broken(machine, command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteException.broken(machine, command, e);
        }
    }

    @Override
    public int follow(RemoteCommand command, Consumer<String> line) {
        Completed completed = run(command);
        completed.lines().forEach(line);
        return completed.exit();
    }

    /** As sshd does: one line for the user's shell. */
    private Process start(RemoteCommand command) throws IOException {
        List<String> words = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + keeper.pid() + "/ns/mnt"));
        words.addAll(List.of("--wd=/", "sh", "-c", command.quoted()));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        return builder.start();
    }

    private static String text(InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stream.transferTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static FutureTask<String> inBackground(Callable<String> task) {
        FutureTask<String> future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }

    @Override
    public void close() {
        keeper.destroy();
        try {
            keeper.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
