package dev.tandem.agent.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The first number of one life of this machine's agent: above all that its earlier agents used, whatever the clock says. Others remember
 * the highest that they heard (a replica's wish to be let in) for as long as they live, so a lower one would never be answered.
 *
 * <p>It is the time in milliseconds as long as that rises, as agents of before had it: one that comes after those is above them, too.
 */
public final class LifeNumber {
    /** As many numbers as one life may use: one a second for half a year. */
    static final long LIFE = 1L << 24;

    private static final int DIGITS = 18;

    private final Path file;

    /** @param file where the last one is kept; made when it is not there */
    public LifeNumber(Path file) {
        this.file = file;
    }

    /** The next one. Throws IOException when it cannot be kept: it might be given again. */
    public long next(long millis) throws IOException {
        long next = after(last(), millis);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((next + "\n").getBytes(StandardCharsets.US_ASCII)));
            // A power cut must not leave it empty.
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return next;
    }

    /** Of a file that says nothing the clock alone has to do. */
    private long last() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return text.matches("\\d{1," + DIGITS + "}") ? Long.parseLong(text) : 0;
    }

    static long after(long last, long millis) {
        return last == 0 ? millis : Math.max(last + LIFE, millis);
    }
}
