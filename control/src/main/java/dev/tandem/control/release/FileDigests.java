package dev.tandem.control.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * SHA-256 of files, remembered between runs by path, size and time of change: a plan must not read fifty megabytes of jars to
 * find that nothing changed. Not thread-safe.
 */
final class FileDigests {
    /**
     * A file that has just changed may change again within the same tick of its file system's clock, and nothing but its content would
     * show it. The coarsest clock is that of FAT.
     */
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(2);

    private final Path memory;
    private final Map<String, String> known;
    private boolean learned;

    private FileDigests(Path memory, Map<String, String> known) {
        this.memory = memory;
        this.known = known;
    }

    /** Reads what is remembered; a memory that cannot be read is an empty one. */
    static FileDigests rememberedIn(Path memory) {
        try {
            return new FileDigests(
                    memory,
                    Files.readAllLines(memory).stream()
                            .filter(line -> line.length() > 65)
                            .collect(Collectors.toMap(
                                    line -> line.substring(65),
                                    line -> line.substring(0, 64),
                                    (_, last) -> last,
                                    TreeMap::new)));
        } catch (IOException | UncheckedIOException e) {
            return new FileDigests(memory, new TreeMap<>());
        }
    }

    /** In hexadecimal. */
    String sha256(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String key = attributes.size() + " " + attributes.lastModifiedTime().toMillis() + " " + file.toAbsolutePath();
        String present = known.get(key);
        if (present != null) {
            return present;
        }
        boolean settled =
                attributes.lastModifiedTime().toInstant().isBefore(Instant.now().minus(SETTLES_WITHIN));
        String computed = compute(file);
        if (settled) {
            known.put(key, computed);
            learned = true;
        }
        return computed;
    }

    /** Writes down what is new. */
    void save() throws IOException {
        if (!learned) {
            return;
        }
        String lines = known.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        Files.createDirectories(memory.getParent());
        Path beside = memory.resolveSibling(memory.getFileName() + ".new");
        Files.writeString(beside, lines);
        Files.move(beside, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String compute(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
            stream.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
