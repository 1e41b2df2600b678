package dev.tandem.agent.mariadb.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A small text in a folder that is mysqld's. The agent is root there, and mysqld may be in other hands: what stands under a name can be a
 * link to a file of root's, a pipe in which nothing comes, or as long as the disk.
 */
public final class SmallFile {
    private static final int LONGEST = 64 * 1024;

    private SmallFile() {}

    /** All of it. Throws IOException when it is not there, no file, or no small one. */
    public static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no file");
        }
        try (InputStream from = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = from.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException(file + " is longer than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Writes one that is new: what stood under its name goes, and nothing that it led to is touched. */
    static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
