package dev.tandem.lab.computer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A lock between processes on a file that is removed again on release. The kernel frees it when its process dies, so a
 * killed command never leaves a lock behind. Within one process a second holder waits like one of another process.
 */
public final class ExclusiveLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private final Path file;
    private final FileChannel channel;

    private ExclusiveLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for the lock, saying once on whom.
     *
     * @param file the lock file; its directory is made
     * @param thing what is locked, for messages, such as "lab www.foobar.com"
     * @param wait how long; then {@link LockedException}
     */
    public static ExclusiveLock take(Path file, String thing, Duration wait, Progress progress) {
        Deadline deadline = Deadline.in(wait);
        boolean told = false;
        while (true) {
            Optional<ExclusiveLock> lock = tryTake(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (deadline.passed()) {
                throw new LockedException(thing, owner(file));
            }
            if (!told) {
                progress.line(thing + ": waiting for " + owner(file));
                told = true;
            }
            Deadline.pause(PAUSE);
        }
    }

    private static Optional<ExclusiveLock> tryTake(Path file) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (locked(channel) && isStill(file, channel)) {
                return Optional.of(new ExclusiveLock(file, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new ComputerException("locking " + file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * The holder before us removed the file when it let go; we may have opened that one. What we write into the open file
     * is found under the name only if the name still means it.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        String mark = "process " + ProcessHandle.current().pid() + " (" + UUID.randomUUID() + ")\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)), 0);
        return Files.exists(file)
                && Files.readString(file, StandardCharsets.UTF_8).equals(mark);
    }

    private static String owner(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int bracket = text.indexOf(" (");
            return bracket > 0 ? text.substring(0, bracket) : "another process";
        } catch (IOException e) {
            return "another process";
        }
    }

    /** Removes the file, then frees the lock. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ComputerException("releasing the lock " + file, e);
        }
    }
}
