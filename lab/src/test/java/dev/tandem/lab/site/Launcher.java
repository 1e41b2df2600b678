package dev.tandem.lab.site;

import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code ./tandem} as a child process, on a lab of its own. */
final class Launcher {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path home;
    private final String lab;

    Launcher(String lab) {
        this.home = home();
        this.lab = lab;
    }

    /** The repository: the folder above this one that has the launcher. */
    static Path home() {
        return Stream.<@Nullable Path>iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .flatMap(Stream::ofNullable)
                .filter(folder -> Files.isExecutable(folder.resolve("tandem")))
                .findFirst()
                .orElseThrow();
    }

    /** Runs a command to its end. */
    Ran run(Path siteFile, String... arguments) {
        return start(siteFile, arguments).end();
    }

    /** Runs a command to its end where the lab's machines are reached as real ones are: by their addresses. */
    Ran runAmongMachines(Path siteFile, String... arguments) {
        String namespace = new NetworkNames(new LabName(lab)).bridgeNamespace();
        return start(List.of("ip", "netns", "exec", namespace), siteFile, arguments)
                .end();
    }

    /** Starts a command, as when somebody has just typed it. */
    Running start(Path siteFile, String... arguments) {
        return start(List.of(), siteFile, arguments);
    }

    private Running start(List<String> prefix, Path siteFile, String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(home.resolve("tandem").toString(), arguments[0]));
        words.addAll(List.of("--file", siteFile.toString()));
        words.addAll(List.of(arguments).subList(1, arguments.length));
        ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
        builder.environment().put("TANDEM_LAB", lab);
        builder.environment().put("NO_COLOR", "1");
        builder.redirectInput(Path.of("/dev/null").toFile());
        try {
            return new Running(words, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words, e);
        }
    }

    /** A command that was started. What it writes is taken in all the time, so that it never waits for a reader. */
    static final class Running implements AutoCloseable {
        private final List<String> words;
        private final Process process;
        private final long start = System.nanoTime();
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        private final List<Thread> readers;

        private Running(List<String> words, Process process) {
            this.words = words;
            this.process = process;
            this.readers = List.of(reader(process.getInputStream(), output), reader(process.getErrorStream(), errors));
        }

        private static Thread reader(InputStream from, ByteArrayOutputStream to) {
            return Thread.ofVirtual().start(() -> {
                try (from) {
                    from.transferTo(to);
                } catch (IOException e) {
                    // A killed process ends its output anyhow.
                }
            });
        }

        /** What it has written to standard output so far. */
        String output() {
            return output.toString(StandardCharsets.UTF_8);
        }

        /** What it has said so far. */
        String errors() {
            return errors.toString(StandardCharsets.UTF_8);
        }

        boolean alive() {
            return process.isAlive();
        }

        /** Ends it as a closed terminal, a power cut or an impatient user does: SIGKILL, and no farewell. */
        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        /** Ctrl-C. */
        void interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        /** Leaves nothing running, however a test ended. */
        @Override
        public void close() {
            kill();
        }

        /** Waits for its end, which must come within some minutes. */
        Ran end() {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    kill();
                    throw new AssertionError(words + " did not end within " + PATIENCE + ":\n" + output() + errors());
                }
                for (Thread reader : readers) {
                    reader.join();
                }
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + words, e);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Ran(words, process.exitValue(), output(), errors(), took);
        }
    }
}
