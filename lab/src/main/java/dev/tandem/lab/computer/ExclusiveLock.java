package dev.tandem.lab.computer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock between processes. The kernel frees it when its process dies, so a killed command never leaves one behind. Within
 * one process a second holder waits like one of another process.
 *
 * <p>All locks are bytes of one file that is never removed: a lock file of its own could not be removed safely, as somebody
 * may be waiting on it. A process loses all its locks on a file when it closes that file once (fcntl_locking(2)), so each
 * process opens it once and keeps it open.
 */
public final class ExclusiveLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Path KERNEL_LOCKS = Path.of("/proc/locks");
    private static final Map<Path, FileChannel> OPEN_FILES = new ConcurrentHashMap<>();
    private final FileLock lock;

    private ExclusiveLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Waits for the lock, saying once on whom.
     *
     * @param file the file of all locks; made with its directory where it is missing
     * @param thing what is locked, also for messages, such as "lab www.foobar.com"
     * @param wait how long; then {@link LockedException}
     */
    public static ExclusiveLock take(Path file, String thing, Duration wait, Progress progress) {
        Deadline deadline = Deadline.in(wait);
        boolean told = false;
        while (true) {
            Optional<FileLock> lock = tryTake(file, position(thing));
            if (lock.isPresent()) {
                return new ExclusiveLock(lock.get());
            }
            if (deadline.passed()) {
                throw new LockedException(thing, owner(thing));
            }
            if (!told) {
                progress.line(thing + ": waiting for " + owner(thing) + ", which is at work on it");
                told = true;
            }
            Deadline.pause(PAUSE);
        }
    }

    private static Optional<FileLock> tryTake(Path file, long position) {
        try {
            return Optional.ofNullable(opened(file).tryLock(position, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            throw new ComputerException("locking " + file, new IOException(e));
        }
    }

    private static FileChannel opened(Path file) {
        return OPEN_FILES.computeIfAbsent(file, path -> {
            try {
                Files.createDirectories(path.getParent());
                return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The byte that stands for a thing. The file is empty: bytes beyond its end can be locked as well. */
    static long position(String thing) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(thing.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 2;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String owner(String thing) {
        try {
            return owner(thing, Files.readString(KERNEL_LOCKS, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "another process";
        }
    }

    /** proc_locks(5): "1: POSIX ADVISORY WRITE 4242 fe:00:1234 START END". */
    static String owner(String thing, String kernelLocks) {
        String start = Long.toString(position(thing));
        return kernelLocks
                .lines()
                .map(line -> List.of(line.split(" +", -1)))
                .filter(words -> words.size() == 8 && words.get(6).equals(start))
                .map(words -> "process " + words.get(4))
                .findFirst()
                .orElse("another process");
    }

    /** Frees the lock. */
    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            throw new ComputerException("releasing a lock", e);
        }
    }
}
