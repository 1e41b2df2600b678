package dev.tandem.lab.computer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted, at the moment it was read.
 *
 * @param mounts in the order in which they were made
 */
public record MountTable(List<Mount> mounts) {
    private static final Path KERNEL_TABLE = Path.of("/proc/self/mountinfo");

    /**
     * One line of the table.
     *
     * @param point where
     * @param type the file system's type, such as overlay
     */
    public record Mount(Path point, String type) {}

    /** Copies the list. */
    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /** Reads this process's table from the kernel. */
    public static MountTable read() {
        try {
            return parse(Files.readString(KERNEL_TABLE, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ComputerException("reading " + KERNEL_TABLE, e);
        }
    }

    /** Understands the text of /proc/PID/mountinfo: proc_pid_mountinfo(5). */
    static MountTable parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> fields = List.of(line.split(" ", -1));
            int dash = fields.indexOf("-");
            if (fields.size() > 5 && dash > 0 && dash + 1 < fields.size()) {
                mounts.add(new Mount(Path.of(unescape(fields.get(4))), fields.get(dash + 1)));
            }
        }
        return new MountTable(mounts);
    }

    /** Mount points at or below this directory, the youngest first: the order in which they can be unmounted. */
    public List<Path> below(Path directory) {
        return mounts.reversed().stream()
                .map(Mount::point)
                .filter(point -> point.startsWith(directory))
                .toList();
    }

    /** Whether something is mounted exactly here. */
    public boolean has(Path point) {
        return mounts.stream().anyMatch(mount -> mount.point().equals(point));
    }

    /** The first mount of this type. */
    public Optional<Path> firstOf(String type) {
        return mounts.stream()
                .filter(mount -> mount.type().equals(type))
                .map(Mount::point)
                .findFirst();
    }

    /**
     * Unmounts everything at or below a directory, lazily where something still holds it, so that nothing can be reached
     * there afterwards. Throws {@link CommandException} when the kernel refuses even that.
     */
    public static void unmountBelow(Path directory) {
        for (Path point : read().below(directory)) {
            Command plain = Command.of("umount", "--", point.toString()).within(Duration.ofSeconds(10));
            if (!plain.succeeds()) {
                Command.of("umount", "--lazy", "--", point.toString()).run();
            }
        }
    }

    /** The kernel writes space, tab, line end and backslash as three octal digits. */
    private static String unescape(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
