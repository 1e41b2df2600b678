package dev.tandem.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runner in a process of its own, as systemd would start it. */
final class RunnerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("on port (\\d+)");

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();
    private int port;

    private RunnerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static RunnerProcess start(Map<String, String> environment, String... arguments) throws IOException {
        // Surefire's own class path is one jar that names the others.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // As in its unit: more than processors.
                "-Djdk.virtualThreadScheduler.parallelism=300",
                "-Djdk.virtualThreadScheduler.maxPoolSize=600",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Objects.requireNonNull(classPath),
                "dev.tandem.runner.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("RUNNER_"));
        builder.environment().putAll(environment);
        return new RunnerProcess(builder.start());
    }

    /** Reads until the runner says that it is ready. */
    void awaitReady() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                port = Integer.parseInt(ready.group(1));
                return;
            }
        }
        throw new IOException("it ended before it was ready: " + lines);
    }

    /** Reads until a line has this text. */
    void awaitLine(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                return;
            }
        }
        throw new IOException("it ended without '" + text + "': " + lines);
    }

    int port() {
        return port;
    }

    void terminate() {
        process.toHandle().destroy(); // Process.destroy() would close the output too
    }

    /** The exit code; reads what is left of the output first. */
    int exitCode() throws IOException, InterruptedException {
        output.lines().forEach(lines::add);
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IOException("it does not end: " + lines);
        }
        return process.exitValue();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
