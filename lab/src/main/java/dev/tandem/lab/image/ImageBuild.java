package dev.tandem.lab.image;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ControlGroup;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.computer.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of mmdebstrap into a directory of its own. It runs in a control group, so that the next builder can end what a
 * killed command line left running.
 */
final class ImageBuild {
    private static final String GROUP = "image-build";
    private static final Duration DEADLINE = Duration.ofMinutes(20);
    private static final int TAIL_LINES = 12;
    private final Path directory;
    private final ImageRecipe recipe;
    private final Progress progress;

    ImageBuild(Path directory, ImageRecipe recipe, Progress progress) {
        this.directory = directory;
        this.recipe = recipe;
        this.progress = progress;
    }

    /** Ends what an earlier, killed build left running. Call it with the builder's lock held. */
    static void endOrphans() {
        ControlGroup group = ControlGroup.ours().child(GROUP);
        group.kill();
        group.remove();
    }

    /** Makes directory/root and directory/recipe. Throws {@link ImageException} with mmdebstrap's last words. */
    void run(DebianMirror mirror) {
        ControlGroup group = ControlGroup.ours().child(GROUP);
        group.create();
        try {
            Path sources = write("debian.list", mirror.sourcesList(ImageRecipe.SUITE));
            String settings = AptSettings.from(Command.of("apt-config", "dump").run());
            // A file, not an argument: a proxy's address may carry a password.
            Path apt = write("apt.conf", "APT::Install-Recommends \"false\";\n" + settings);
            Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rw-------"));
            Path hook = write("customise.sh", ImageRecipe.customiseScript());
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
            mmdebstrap(group, apt, hook, sources);
            for (Path done : List.of(sources, apt, hook)) {
                Files.delete(done);
            }
            write("recipe", recipe.text());
        } catch (IOException e) {
            throw new ComputerException("making an image in " + directory, e);
        } finally {
            group.kill();
            group.remove();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }

    private void mmdebstrap(ControlGroup group, Path apt, Path hook, Path sources) throws IOException {
        List<String> words = List.of(
                "sh",
                "-c",
                "echo $$ > \"$1\"/cgroup.procs && shift && exec \"$@\"",
                "sh",
                group.directory().toString(),
                "mmdebstrap",
                "--verbose",
                "--mode=root",
                "--format=directory",
                "--variant=" + ImageRecipe.VARIANT,
                "--aptopt=" + apt,
                "--include=" + String.join(",", recipe.packages()),
                "--customize-hook=" + hook,
                ImageRecipe.SUITE,
                directory.resolve("root").toString(),
                sources.toString());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process = builder.start();
        Thread guard = Thread.ofVirtual().start(() -> killAfterDeadline(process, group));
        Deque<String> tail = listen(process);
        int exit = exitOf(process);
        guard.interrupt();
        if (exit != 0) {
            throw new ImageException("mmdebstrap ended with exit code " + exit
                    + ". Its last lines:\n    " + String.join("\n    ", tail)
                    + "\n[can this computer itself `apt-get update`? The lab uses the same mirror]");
        }
    }

    private Deque<String> listen(Process process) throws IOException {
        BuildProgress spoken = new BuildProgress();
        Deque<String> tail = new ArrayDeque<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                spoken.after(line).ifPresent(progress::line);
                tail.addLast(line);
                if (tail.size() > TAIL_LINES) {
                    tail.removeFirst();
                }
            }
        }
        return tail;
    }

    private static void killAfterDeadline(Process process, ControlGroup group) {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                group.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int exitOf(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw LabInterruptedException.marking(e);
        }
    }
}
