package dev.tandem.lab.computer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One control group (cgroup v2) of ours. It is the record of what runs: the kernel knows which processes belong to it,
 * so no process id is ever written down and none that meanwhile means something else can be killed.
 *
 * <p>All groups lie below "tandem" at the root of the hierarchy. Source: the kernel's Documentation/admin-guide/cgroup-v2.rst.
 */
public final class ControlGroup {
    private static final String OURS = "tandem";
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final Duration FREEZE = Duration.ofSeconds(10);
    private final Path hierarchy;
    private final Path name;

    private ControlGroup(Path hierarchy, Path name) {
        this.hierarchy = hierarchy;
        this.name = name;
    }

    /** The group that holds all of ours. It need not exist. Throws when this computer has no cgroup v2 mounted. */
    public static ControlGroup ours() {
        Path hierarchy = MountTable.read()
                .firstOf("cgroup2")
                .orElseThrow(() -> new ComputerException("no cgroup v2 is mounted on this computer, and the lab keeps"
                        + " machines apart by it [mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified]"));
        return new ControlGroup(hierarchy, Path.of(OURS));
    }

    /** The group of that name inside this one. It need not exist. */
    public ControlGroup child(String childName) {
        return new ControlGroup(hierarchy, name.resolve(childName));
    }

    /** The directory of this group in the kernel's file system. */
    public Path directory() {
        return hierarchy.resolve(name);
    }

    /** Whether the kernel has this group. */
    public boolean exists() {
        return Files.isDirectory(directory());
    }

    /** Makes the group and those above it, where they are missing. */
    public void create() {
        // Another lab's `down` may remove the empty group above ours between two steps of this one.
        if (!Deadline.in(Duration.ofSeconds(1)).await(this::created)) {
            throw new ComputerException("the control group " + directory()
                    + " could not be made [is the cgroup v2 hierarchy mounted for writing?]");
        }
    }

    private boolean created() {
        try {
            Files.createDirectories(directory());
            passControllersDown();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Lets the groups between the hierarchy's root and this one hand their controllers on, so that MemoryMax= and the like
     * work in machines. Where the computer gives its controllers to cgroup v1, there are none to hand on.
     */
    private void passControllersDown() throws IOException {
        Path group = hierarchy;
        for (Path part : name) {
            group = group.resolve(part);
            if (group.equals(directory())) {
                return;
            }
            for (String controller :
                    read(group.resolve("cgroup.controllers")).strip().split(" ", -1)) {
                if (!controller.isEmpty()) {
                    Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
        }
    }

    /** Whether a process lives in it or below it. */
    public boolean populated() {
        return event("populated 1");
    }

    /** Whether all its processes are frozen. */
    public boolean frozen() {
        return event("frozen 1");
    }

    /** The living processes directly in the group of this name inside this one; empty when there is no such group. */
    public List<ProcessHandle> processesOf(String childName) {
        String text = read(directory().resolve(childName).resolve("cgroup.procs"));
        return text.lines()
                .map(Long::valueOf)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /** The numbers of all processes in it and below it, at this moment. */
    public List<Long> processes() {
        try (Stream<Path> walk = Files.walk(directory())) {
            return walk.filter(Files::isDirectory)
                    .flatMap(each -> read(each.resolve("cgroup.procs")).lines())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException | UncheckedIOException changing) {
            // A group that goes away while it is walked through.
            return List.of();
        }
    }

    /** Kills everything in it and below it, and waits until nothing lives. Does nothing where there is no such group. */
    public void kill() {
        if (!exists()) {
            return;
        }
        if (!Deadline.in(DEATH).await(this::killedAll)) {
            throw new ComputerException("processes in " + directory() + " outlived SIGKILL for " + DEATH.toSeconds()
                    + " s [ps shows them in state D: look at what their disk does]");
        }
    }

    /** Asked again and again: a process that a killed command had just started may enter only now. */
    private boolean killedAll() {
        if (populated()) {
            write("cgroup.kill", "1");
        }
        return !populated();
    }

    /** Stops every process in it and below it where it stands. */
    public void freeze() {
        setFrozen(true);
    }

    /** Lets every process go on. */
    public void thaw() {
        setFrozen(false);
    }

    /**
     * Removes the group and all below it, and the same names in other hierarchies, where systemd-nspawn makes mirrors of
     * them. Kills whatever still enters it meanwhile.
     */
    public void remove() {
        kill();
        for (Path root : hierarchies()) {
            removeTree(root.resolve(name));
        }
    }

    /** Removes the group that holds all of ours when nothing is in it any more; else leaves it. */
    public static void removeOursWhenEmpty() {
        for (Path root : hierarchies()) {
            removed(root.resolve(OURS));
        }
    }

    /** Directories of this group that exist, in any hierarchy. */
    public List<Path> remains() {
        return hierarchies().stream()
                .map(root -> root.resolve(name))
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> hierarchies() {
        return MountTable.read().mounts().stream()
                .filter(mount -> mount.type().equals("cgroup2") || mount.type().equals("cgroup"))
                .map(MountTable.Mount::point)
                .distinct()
                .toList();
    }

    private void removeTree(Path top) {
        List<Path> directories = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(top)) {
            walk.filter(Files::isDirectory).forEach(directories::add);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new ComputerException("reading the control group " + top, e);
        }
        directories.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path directory : directories) {
            // A group is busy for a moment after its last process died.
            if (!Deadline.in(Duration.ofSeconds(2)).await(() -> killedAll() && removed(directory))) {
                throw new ComputerException(
                        "the control group " + directory + " could not be removed: it is still busy");
            }
        }
    }

    /** Removes a directory of a group when nothing is in it; else leaves it. */
    static void removeEmpty(Path directory) {
        Deadline.in(Duration.ofSeconds(2)).await(() -> removed(directory));
    }

    private static boolean removed(Path directory) {
        try {
            return Files.deleteIfExists(directory) || !Files.exists(directory);
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            return !Files.exists(directory);
        }
    }

    private void setFrozen(boolean wanted) {
        write("cgroup.freeze", wanted ? "1" : "0");
        if (!Deadline.in(FREEZE).await(() -> frozen() == wanted)) {
            throw new ComputerException(directory() + " did not become " + (wanted ? "frozen" : "thawed") + " within "
                    + FREEZE.toSeconds() + " s");
        }
    }

    private boolean event(String line) {
        return read(directory().resolve("cgroup.events")).lines().anyMatch(line::equals);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // A group that goes away while it is read holds nothing: the kernel answers ENOENT or ENODEV.
            return "";
        }
    }

    private void write(String file, String value) {
        Path path = directory().resolve(file);
        try {
            Files.writeString(path, value, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ComputerException("writing " + value + " to " + path, e);
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
