package dev.tandem.lab.machine;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.MountTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A machine's disk: its own layer (upper) over the common image, mounted at root. The layer outlives the machine's death,
 * as a disk does.
 */
final class MachineDisk {
    private static final String HOST_KEY = "/etc/ssh/ssh_host_ed25519_key";
    private static final int PRIVATE = 0600;
    private static final int WORLD_READABLE = 0644;
    private final Path directory;

    MachineDisk(Path directory) {
        this.directory = directory;
    }

    /** The machine's root directory while it is mounted. */
    Path root() {
        return directory.resolve("root");
    }

    Path console() {
        return directory.resolve("console.log");
    }

    Path hostKey() {
        return directory.resolve("host_key");
    }

    Path record() {
        return directory.resolve("machine.properties");
    }

    /** Removes what an interrupted making left, then makes the machine's directory and its host key. */
    void makeAnew(String comment) {
        remove();
        try {
            for (String part : List.of("upper", "work", "root")) {
                Files.createDirectories(directory.resolve(part));
            }
        } catch (IOException e) {
            throw new ComputerException("making the disk " + directory, e);
        }
        Command.of(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        comment,
                        "-f",
                        hostKey().toString())
                .run();
    }

    /** Mounts it over this image, unless it is. */
    void mount(Path image) {
        if (MountTable.read().has(root())) {
            return;
        }
        String options = "lowerdir=" + image + ",upperdir=" + directory.resolve("upper") + ",workdir="
                + directory.resolve("work");
        Command.of("mount", "-t", "overlay", "overlay", "-o", options, root().toString())
                .hinting("the file system below " + directory + " must be able to hold an overlay's upper layer")
                .run();
    }

    /** Whether it is mounted. */
    boolean mounted() {
        return MountTable.read().has(root());
    }

    void unmount() {
        MountTable.unmountBelow(root());
    }

    /** Unmounts and deletes all of it. Does nothing where there is none. */
    void remove() {
        if (Files.exists(directory)) {
            unmount();
            Command.of("rm", "-rf", "--one-file-system", "--", directory.toString())
                    .within(Duration.ofMinutes(2))
                    .run();
        }
    }

    /** Gives a new disk what only this machine has: host key and machine-id(5), and no first-boot presets with them. */
    void makeUnique() {
        try {
            write(new MachineFile(HOST_KEY, PRIVATE, Files.readString(hostKey(), StandardCharsets.UTF_8)));
            write(new MachineFile(HOST_KEY + ".pub", WORLD_READABLE, hostPublicKey() + "\n"));
            write(new MachineFile(
                    "/etc/machine-id", 0444, UUID.randomUUID().toString().replace("-", "") + "\n"));
        } catch (IOException e) {
            throw new ComputerException("reading " + hostKey(), e);
        }
    }

    /** The host key's type and body, as they stand in known_hosts. */
    String hostPublicKey() {
        Path file = directory.resolve("host_key.pub");
        try {
            List<String> words = List.of(
                    Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", -1));
            return words.get(0) + " " + words.get(1);
        } catch (IOException e) {
            throw new ComputerException("reading " + file, e);
        }
    }

    /**
     * Writes those files whose wanted content is not what the lab wrote last. A file that only the machine's owner changed
     * since is left to its owner.
     *
     * @param before hashes by path of what the lab wrote last
     * @return the paths that were written
     */
    Set<String> converge(List<MachineFile> files, Map<String, String> before) {
        Set<String> written = new TreeSet<>();
        for (MachineFile file : files) {
            if (!hash(file).equals(before.get(file.path()))) {
                write(file);
                written.add(file.path());
            }
        }
        return written;
    }

    /** Hashes by path, for the machine's record. */
    static Map<String, String> hashes(List<MachineFile> files) {
        Map<String, String> hashes = new TreeMap<>();
        files.forEach(file -> hashes.put(file.path(), hash(file)));
        return hashes;
    }

    private void write(MachineFile file) {
        Path path = root().resolve(file.path().substring(1));
        try {
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            // Made private first, so that a key is never readable for anyone, not even for a moment.
            Files.createFile(path, PosixFilePermissions.asFileAttribute(permissions(PRIVATE)));
            Files.writeString(path, file.text(), StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(path, permissions(file.mode()));
        } catch (IOException e) {
            throw new ComputerException("writing " + path, e);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        // The enum stands in the order of the bits, the owner's read permission first.
        PosixFilePermission[] order = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < order.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(order[bit]);
            }
        }
        return permissions;
    }

    private static String hash(MachineFile file) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(file.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
