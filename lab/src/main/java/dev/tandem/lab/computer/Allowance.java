package dev.tandem.lab.computer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of this computer a control group may have, where somebody wants it to be little. Works with the controllers of cgroup v2 where the group
 * has them, else with those of cgroup v1, in a group of the same name, into which its processes are moved; {@link ControlGroup#remove}
 * removes that one, too. Sources: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/, scheduler/sched-bwc.rst.
 *
 * <p>A limit ends by {@link #release}, or by itself after the time it was asked for, though this process be killed.
 */
public final class Allowance {
    /** Short, so that a group that has used its share up stands still for milliseconds only. */
    private static final long PERIOD_MICROSECONDS = 20_000;

    /**
     * For processes with real-time priority, of each period. A group of v1 has none unless it is given some. One that has used it up stands still until
     * the period ends: with the kernel's second, a keepalived would say nothing for up to 0.98 s, and its partner would take the address.
     */
    private static final long REAL_TIME_MICROSECONDS = 5_000;

    /** As long as keepalived's advert interval: whoever listens for it waits for three. */
    private static final long REAL_TIME_PERIOD_MICROSECONDS = 100_000;

    /** A machine's, all of its lab's, all labs': eight machines, and two labs. The kernel has 95 ms of each 100 to give. */
    private static final List<Integer> REAL_TIME_SHARES = List.of(1, 8, 16);

    private static final Duration MOVES_WITHIN = Duration.ofSeconds(5);
    private static final String SHARES = "20480";

    /** Each machine has one share; all of them together as many as eight, beside what else this computer does. */
    private static final String SHARES_OF_ALL = "8192";

    private static final String SHARE = "1024";
    private static final String V1_SHARES = "cpu.shares";
    private static final String V1_QUOTA = "cpu.cfs_quota_us";
    private static final String V1_MEMORY = "memory.limit_in_bytes";
    private static final String REAL_TIME = "cpu.rt_runtime_us";
    private static final String REAL_TIME_PERIOD = "cpu.rt_period_us";

    /** Words: the files of v2, and of v1. */
    private static final String RELEASE = """
            if [ -e "$1" ]; then echo max > "$1"; fi
            if [ -e "$2" ]; then echo max > "$2"; fi
            if [ -e "$3" ]; then echo -1 > "$3"; fi
            if [ -e "$4" ]; then echo -1 > "$4"; fi
            """;

    private final ControlGroup group;
    private final List<Detached> later = new ArrayList<>();

    /** Of this group. */
    public Allowance(ControlGroup group) {
        this.group = group;
    }

    /**
     * Makes the group in which its processes compute, and returns it for the first of them to enter; empty where cgroup v2 does that by
     * itself, and where other labs have all of the real time that there is to give. Without one, the kernel gives each session of this computer the same (sched(7), autogroup): a machine with many
     * services had more than others, and the niceness of a service counted for nothing against another service.
     */
    public Optional<Path> computingGroup() {
        if (hasOwn("cpu.weight") || hierarchy(V1_QUOTA).isEmpty()) {
            return Optional.empty();
        }
        Path computing = oldGroup(V1_QUOTA, "processors");
        try {
            giveRealTime();
        } catch (ComputerException tooManyLabs) {
            // A machine without any could not run what it wants to run in real time; as one more session it can.
            return Optional.empty();
        }
        Path all = hierarchy(V1_QUOTA)
                .orElseThrow()
                .resolve(Path.of(group.toString()).subpath(0, 1));
        write(all.resolve(V1_SHARES), SHARES_OF_ALL);
        return Optional.of(computing);
    }

    /** Gives all of its processes together this part of one processor. Throws ComputerException when this computer cannot. */
    public void limitProcessor(double processors, Duration atMost) {
        long quota = Math.round(processors * PERIOD_MICROSECONDS);
        if (hasOwn("cpu.max")) {
            write(own("cpu.max"), quota + " " + PERIOD_MICROSECONDS);
        } else {
            Path moved = oldGroup(V1_QUOTA, "processors");
            giveRealTime();
            // As many shares as a machine has programs: the quota is to be what it is short of.
            write(moved.resolve(V1_SHARES), SHARES);
            write(moved.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROSECONDS));
            write(moved.resolve(V1_QUOTA), Long.toString(quota));
            moveInto(moved);
        }
        releaseAfter(atMost);
    }

    /** Gives its processes this much memory more than they have now. Throws ComputerException when this computer cannot. */
    public void limitMemory(long bytesMore, Duration atMost) {
        if (hasOwn("memory.max")) {
            write(own("memory.max"), Long.toString(number(own("memory.current"), "") + bytesMore));
        } else {
            // What they have stays charged where it was.
            Path moved = oldGroup(V1_MEMORY, "memory");
            moveInto(moved);
            write(
                    moved.resolve(V1_MEMORY),
                    Long.toString(number(moved.resolve("memory.usage_in_bytes"), "") + bytesMore));
        }
        releaseAfter(atMost);
    }

    /** Takes every limit away. Does nothing where there is none. */
    public void release() {
        later.forEach(Detached::end);
        later.clear();
        unlimit(own("cpu.max"), "max " + PERIOD_MICROSECONDS);
        unlimit(own("memory.max"), "max");
        old(V1_QUOTA).ifPresent(old -> {
            unlimit(old.resolve(V1_QUOTA), "-1");
            unlimit(old.resolve(V1_SHARES), SHARE);
        });
        leave(V1_MEMORY);
    }

    /** Back to where this process is. */
    private void leave(String file) {
        old(file).ifPresent(old -> {
            unlimit(old.resolve(file), "-1");
            Path here = whereThisProcessIs(file);
            boolean left = Deadline.in(MOVES_WITHIN).await(() -> {
                read(old.resolve("cgroup.procs")).lines().forEach(process -> moved(here, process));
                return read(old.resolve("cgroup.procs")).isBlank();
            });
            if (left) {
                ControlGroup.removeEmpty(old);
            }
        });
    }

    /** cgroups(7): a line for each hierarchy, its number, its controllers, the group. */
    private static Path whereThisProcessIs(String file) {
        String controller = file.substring(0, file.indexOf('.'));
        Path root = hierarchy(file).orElseThrow();
        return read(Path.of("/proc/self/cgroup"))
                .lines()
                .map(line -> line.split(":", 3))
                .filter(parts -> List.of(parts[1].split(",", -1)).contains(controller))
                .map(parts -> root.resolve(parts[2].substring(1)))
                .findFirst()
                .orElse(root);
    }

    private static void moved(Path to, String process) {
        try {
            Files.writeString(to.resolve("cgroup.procs"), process);
        } catch (IOException gone) {
            // It ended, or is tried again.
        }
    }

    /** How often its processes stood still because their share was used up. */
    public long timesThrottled() {
        Path stat = hasOwn("cpu.max")
                ? own("cpu.stat")
                : old(V1_QUOTA).map(old -> old.resolve("cpu.stat")).orElse(own("cpu.stat"));
        return number(stat, "nr_throttled ");
    }

    /** How many of its processes the kernel killed for want of memory. */
    public long killedForMemory() {
        return hasOwn("memory.max")
                ? number(own("memory.events"), "oom_kill ")
                : old(V1_MEMORY)
                        .map(old -> number(old.resolve("memory.oom_control"), "oom_kill "))
                        .orElse(0L);
    }

    private boolean hasOwn(String file) {
        return Files.exists(own(file));
    }

    private Path own(String file) {
        return group.directory().resolve(file);
    }

    /** The group of v1 in the hierarchy that has this file; empty where there is none, or no such group. */
    private Optional<Path> old(String file) {
        return hierarchy(file).map(root -> root.resolve(group.toString())).filter(Files::isDirectory);
    }

    private Path oldGroup(String file, String what) {
        Path hierarchy = hierarchy(file)
                .orElseThrow(
                        () -> new ComputerException(
                                "this computer cannot limit " + what
                                        + " of a machine: neither cgroup v2 has the controller for the lab, nor is cgroup v1's mounted"));
        Path old = hierarchy.resolve(group.toString());
        try {
            return Files.createDirectories(old);
        } catch (IOException e) {
            throw new ComputerException("making the control group " + old, e);
        }
    }

    private static Optional<Path> hierarchy(String file) {
        return MountTable.read().mounts().stream()
                .filter(mount -> mount.type().equals("cgroup"))
                .map(MountTable.Mount::point)
                .filter(point -> Files.exists(point.resolve(file)))
                .findFirst();
    }

    /** From above to below: no group may have more than the one above it. Kernels without that kind of group have no such file. */
    private void giveRealTime() {
        Path name = Path.of(group.toString());
        int levels = name.getNameCount();
        hierarchy(REAL_TIME).ifPresent(root -> {
            for (int level = 1; level <= levels; level++) {
                int share = REAL_TIME_SHARES.get(Math.min(levels - level, REAL_TIME_SHARES.size() - 1));
                giveRealTime(root.resolve(name.subpath(0, level)), share * REAL_TIME_MICROSECONDS);
            }
        });
    }

    /** A group of that name that was just removed counts for a moment still, and the kernel finds that both are too much together. */
    private static void giveRealTime(Path group, long microseconds) {
        Path file = group.resolve(REAL_TIME);
        Path period = group.resolve(REAL_TIME_PERIOD);
        if (number(period, "") != REAL_TIME_PERIOD_MICROSECONDS) {
            // The kernel refuses a period that is shorter than what is given of it, be it for a moment.
            write(file, "0");
            write(period, Long.toString(REAL_TIME_PERIOD_MICROSECONDS));
        }
        if (!Deadline.in(MOVES_WITHIN).await(() -> isWritten(file, Long.toString(microseconds)))) {
            write(file, Long.toString(microseconds));
        }
    }

    private static boolean isWritten(Path file, String value) {
        try {
            Files.writeString(file, value, StandardCharsets.UTF_8);
            return true;
        } catch (IOException later) {
            return false;
        }
    }

    /** Again and again until nobody is outside: a process that was just started may have missed it. */
    private void moveInto(Path moved) {
        if (!Deadline.in(MOVES_WITHIN).await(() -> movedAll(moved))) {
            throw new ComputerException("not every process of " + group + " could be moved into " + moved);
        }
    }

    private boolean movedAll(Path into) {
        Set<Long> inside =
                read(into.resolve("cgroup.procs")).lines().map(Long::valueOf).collect(Collectors.toSet());
        boolean all = true;
        for (long process : group.processes()) {
            if (!inside.contains(process)) {
                all = false;
                moved(into, Long.toString(process));
            }
        }
        return all;
    }

    private void releaseAfter(Duration time) {
        later.add(Detached.after(
                time,
                RELEASE,
                own("cpu.max").toString(),
                own("memory.max").toString(),
                old(V1_QUOTA).map(old -> old.resolve(V1_QUOTA).toString()).orElse(""),
                old(V1_MEMORY).map(old -> old.resolve(V1_MEMORY).toString()).orElse("")));
    }

    private static void unlimit(Path file, String value) {
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    private static long number(Path file, String before) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(before))
                .map(line -> line.substring(before.length()).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ComputerException("writing " + value + " to " + file, e);
        }
    }
}
