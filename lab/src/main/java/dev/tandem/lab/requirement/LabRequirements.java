package dev.tandem.lab.requirement;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.CommandException;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ControlGroup;
import dev.tandem.lab.computer.Places;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this computer must have before a lab can stand on it. */
public final class LabRequirements {
    /** The Debian packages that bring every command below. */
    public static final List<String> DEBIAN_PACKAGES = List.of(
            "apt",
            "debian-archive-keyring",
            "iproute2",
            "mmdebstrap",
            "mount",
            "openssh-client",
            "systemd-container",
            "util-linux");

    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.of(
            "systemd-nspawn", "boots the machines (package systemd-container)",
            "mmdebstrap", "makes their Debian image (package mmdebstrap)",
            "apt-config", "tells which Debian mirror this computer uses (package apt)",
            "ip", "makes their network (package iproute2)",
            "mount", "gives each machine its own disk (package mount)",
            "umount", "takes the disks away again (package mount)",
            "setsid", "keeps Ctrl-C away from the machines (package util-linux)",
            "unshare", "proves that namespaces work (package util-linux)",
            "ssh-keygen", "makes each machine's host key (package openssh-client)"));

    /** Five machines with the default site on them took 610 MiB (proportional set sizes), before any load or page cache. */
    private static final long MEMORY_KIBIBYTES = 1_024L * 1024;

    private static final long DISK_BYTES = 4L * 1024 * 1024 * 1024;
    private static final int LONGEST_TABLE = 65_536;
    private static final String INOTIFY_LIMIT = "/proc/sys/fs/inotify/max_user_instances";

    /** For the five machines of the default site, with two for the services of each. */
    private static final int INOTIFY_INSTANCES = 35;

    private final Places places;
    private final List<MissingRequirement> missing = new ArrayList<>();

    private LabRequirements(Places places) {
        this.places = places;
    }

    /** Everything that is missing for a new lab, or an empty list. Makes the lab's empty directories and control group. */
    public static List<MissingRequirement> check(Places places) {
        List<MissingRequirement> missing = new ArrayList<>(abilities(places));
        if (missing.isEmpty()) {
            missing.addAll(room(places));
        }
        return List.copyOf(missing);
    }

    /** Throws {@link MissingRequirementsException} with all that a new lab lacks, when it lacks something. */
    public static void requireForNewLab(Places places) {
        refuse(check(places));
    }

    /** The same for a lab that stands already: what it takes to go on, but no room for another one. */
    public static void requireForStandingLab(Places places) {
        refuse(abilities(places));
    }

    private static void refuse(List<MissingRequirement> missing) {
        if (!missing.isEmpty()) {
            throw new MissingRequirementsException(missing);
        }
    }

    private static List<MissingRequirement> abilities(Places places) {
        LabRequirements requirements = new LabRequirements(places);
        requirements.checkRoot();
        requirements.checkCommands();
        if (requirements.missing.isEmpty()) {
            requirements.checkNamespaces();
            requirements.checkOverlay();
            requirements.checkControlGroups();
        }
        return requirements.missing;
    }

    private static List<MissingRequirement> room(Places places) {
        LabRequirements requirements = new LabRequirements(places);
        requirements.checkMemory();
        requirements.checkDisk();
        requirements.checkInotify();
        return requirements.missing;
    }

    private void checkRoot() {
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                miss("root", "namespaces, mounts and machines of a lab are root's to make", "run it again with sudo");
            }
        } catch (IOException e) {
            miss("/proc", "the lab reads the kernel's tables there (" + e + ")", "mount -t proc proc /proc");
        }
    }

    private void checkCommands() {
        List<Path> path =
                List.of(System.getenv()
                                .getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                                .split(":", -1))
                        .stream()
                        .map(Path::of)
                        .toList();
        COMMANDS.forEach((command, purpose) -> {
            if (path.stream().noneMatch(directory -> Files.isExecutable(directory.resolve(command)))) {
                miss("the command " + command, "it " + purpose, "apt-get install " + String.join(" ", DEBIAN_PACKAGES));
            }
        });
    }

    private void checkNamespaces() {
        try {
            Command.of("unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "true")
                    .within(Duration.ofSeconds(10))
                    .run();
        } catch (CommandException e) {
            miss(
                    "namespaces",
                    "every machine has its own network, mounts and processes (" + e.getMessage() + ")",
                    "use a computer or virtual machine of your own: a container without privileges cannot hold a lab");
        }
    }

    private void checkOverlay() {
        if (!textOf("/proc/filesystems").contains("\toverlay")
                && !Command.of("modprobe", "overlay").succeeds()) {
            miss(
                    "overlayfs",
                    "every machine's disk is a layer over the common image",
                    "use a kernel with CONFIG_OVERLAY_FS");
        }
    }

    private void checkControlGroups() {
        try {
            ControlGroup ours = ControlGroup.ours();
            ours.create();
            if (!Files.exists(ours.directory().resolve("cgroup.kill"))) {
                miss("cgroup.kill", "it ends a machine with all that runs in it", "use Linux 5.14 or newer");
            }
        } catch (ComputerException e) {
            miss(
                    "cgroup v2",
                    "it keeps machines apart (" + e.getMessage() + ")",
                    "mount it, or boot a kernel that has it");
        }
    }

    private void checkMemory() {
        long available = textOf("/proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        if (available < MEMORY_KIBIBYTES) {
            miss(
                    MEMORY_KIBIBYTES / 1024 + " MiB of free memory",
                    "the default site with some data needs about that; " + available / 1024 + " MiB are available",
                    "end something, or take a larger computer");
        }
    }

    /**
     * Each machine's systemd takes five inotify instances of root's, which all labs and this computer share; the kernel's
     * default is 128. A machine that gets none dies at once with "Too many open files".
     */
    private void checkInotify() {
        long limit = Long.parseLong(textOf(INOTIFY_LIMIT).strip());
        long used = InotifyInstances.ofRoot();
        if (used + INOTIFY_INSTANCES > limit) {
            miss(
                    INOTIFY_INSTANCES + " free inotify instances",
                    "every machine's systemd takes five; " + used + " of " + limit + " are taken",
                    "sysctl -w fs.inotify.max_user_instances=1024, or take another lab down");
        }
    }

    private void checkDisk() {
        try {
            Files.createDirectories(places.labs());
            Files.createDirectories(places.images());
            FileStore labs = Files.getFileStore(places.labs());
            if (labs.type().equals("overlay")) {
                miss(
                        "a plain file system at " + places.labs(),
                        "the kernel refuses to write an overlay's layer into another overlay",
                        "mount an ext4, xfs, btrfs or tmpfs there");
            }
            if (Math.min(
                            labs.getUsableSpace(),
                            Files.getFileStore(places.images()).getUsableSpace())
                    < DISK_BYTES) {
                miss(
                        DISK_BYTES / (1024 * 1024 * 1024) + " GiB of free disk below " + places.labs() + " and "
                                + places.images(),
                        "the image and the machines' layers lie there",
                        "free some, or mount a larger disk there");
            }
        } catch (IOException e) {
            miss("a writable " + places.labs(), "the machines' disks lie there (" + e + ")", "make it writable");
        }
    }

    /** In one read: the kernel gives a sysctl's value to the first one alone, and Files.readString asks for one byte first. */
    private static String textOf(String file) {
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            return new String(stream.readNBytes(LONGEST_TABLE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ComputerException("reading " + file, e);
        }
    }

    private void miss(String what, String why, String remedy) {
        missing.add(new MissingRequirement(what, why, remedy));
    }
}
