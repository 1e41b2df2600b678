package dev.tandem.lab.computer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the processes that are or were directly in one control group have used: the kernel counts for the group, so that a process
 * which has ended counts, too, and nothing is estimated from samples. What a group below used that is gone now counts for the one
 * above. Sources: the kernel's Documentation/admin-guide/cgroup-v2.rst (cpu.stat) and filesystems/proc.rst (smaps_rollup).
 *
 * @param group its path below the one that was asked for
 * @param microseconds of processor time since the group was made
 * @param residentKilobytes memory of its processes, where what several of them share counts for each
 * @param proportionalKilobytes the same, where what is shared by n counts as an nth
 */
public record GroupUsage(Path group, long microseconds, long residentKilobytes, long proportionalKilobytes) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String TIME = "usage_usec ";

    /** Of every group at or below this one. One that goes away meanwhile is left out. */
    public static List<GroupUsage> below(ControlGroup top) {
        return below(top.directory(), PROCESSES);
    }

    static List<GroupUsage> below(Path top, Path processes) {
        List<GroupUsage> all = new ArrayList<>();
        collect(top, top, processes, all);
        return all;
    }

    /** Adds what is at or below the directory, and says how much time that was in all. */
    private static long collect(Path directory, Path top, Path processes, List<GroupUsage> all) {
        // Before those below it, which go on: a sum that is newer than its parts would give the group itself too much.
        Optional<Long> whole = read(directory.resolve("cpu.stat")).flatMap(text -> number(text, TIME));
        if (whole.isEmpty()) {
            return 0;
        }
        long below = 0;
        for (Path child : children(directory)) {
            below += collect(child, top, processes, all);
        }
        long resident = 0;
        long proportional = 0;
        for (String pid :
                read(directory.resolve("cgroup.procs")).orElse("").lines().toList()) {
            String memory = read(processes.resolve(pid).resolve("smaps_rollup")).orElse("");
            resident += number(memory, "Rss:").orElse(0L);
            proportional += number(memory, "Pss:").orElse(0L);
        }
        all.add(new GroupUsage(top.relativize(directory), Math.max(0, whole.get() - below), resident, proportional));
        return whole.get();
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.filter(Files::isDirectory).sorted().toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** The number behind the word that begins a line. */
    private static Optional<Long> number(String text, String word) {
        return text.lines()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip().split(" ", -1)[0])
                .map(Long::valueOf)
                .findFirst();
    }

    /** Empty when there is no such file any more. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
