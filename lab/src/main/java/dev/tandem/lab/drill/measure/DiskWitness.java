package dev.tandem.lab.drill.measure;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches how long this computer takes to bring a few bytes to its disk. All machines of the lab share one file system, and with it one journal: a
 * program that is starved on one machine, or on none of them, while it holds that journal makes every machine wait for it (etcd on a balancer
 * said "slow fdatasync" of 2.6 s and 3.1 s while another machine was starved of processors). Machines with disks of their own do not.
 */
public final class DiskWitness implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** What nobody would call a disk's usual time, and about the shortest limit: of twenty switchovers, a stall of 0.95 s failed four of users' writes. */
    static final Duration STALL = Duration.ofMillis(500);

    /** Enough for an hour at this pace before a place is written for the second time. */
    private static final long RESERVED = 16L << 20;

    private static final int RECORD = 400;

    private final Disk disk;
    private final Thread thread;
    private volatile boolean ended;
    private volatile long longestNanos;

    /** Brings something to the disk, and waits until it is there. */
    interface Disk extends AutoCloseable {
        void write() throws IOException;

        @Override
        void close() throws IOException;
    }

    private DiskWitness(Disk disk) {
        this.disk = disk;
        thread = Thread.ofPlatform().daemon().name("disk").unstarted(this::run);
    }

    /** Watches the disk on which that folder lies until it is closed. */
    public static DiskWitness on(Path folder) throws IOException {
        return of(in(folder));
    }

    /** Watches until it is closed. */
    static DiskWitness of(Disk disk) {
        DiskWitness witness = new DiskWitness(disk);
        witness.thread.start();
        return witness;
    }

    /**
     * The disk on which that folder lies, in the two ways in which a machine's programs wait for it, which stall apart from each other: a file that
     * grows, as MariaDB's log of changes does, and one whose place was taken beforehand, as etcd's does (2.1 s there were once 0.5 s here). The
     * files have no name any more.
     */
    static Disk in(Path folder) throws IOException {
        Path place = temporary(folder);
        // Java cannot do that: posix_fallocate(3) leaves extents that the file system's journal says are not yet
        // written.
        Command.of("fallocate", "--length", Long.toString(RESERVED), place.toString())
                .run();
        FileChannel reserved = open(place);
        FileChannel growing = open(temporary(folder));
        return new Disk() {
            private long offset;

            @Override
            public void write() throws IOException {
                growing.write(ByteBuffer.wrap(new byte[16]));
                growing.force(false);
                reserved.write(ByteBuffer.wrap(new byte[RECORD]), offset);
                offset = (offset + RECORD) % (RESERVED - RECORD);
                reserved.force(false);
            }

            @Override
            public void close() throws IOException {
                growing.close();
                reserved.close();
            }
        };
    }

    private static Path temporary(Path folder) throws IOException {
        return Files.createTempFile(folder, "tandem-drill", ".disk");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Why what was missed says nothing of the site; empty when the disk was as quick as disks are. */
    public Optional<String> stall() {
        Duration longest = Duration.ofNanos(longestNanos);
        return longest.compareTo(STALL) > 0
                ? Optional.of("the disk of this computer, which all its machines share, took "
                        + Measure.WRITE_OUTAGE.words(longest.toMillis()) + " for a few bytes")
                : Optional.empty();
    }

    private void run() {
        while (!ended) {
            long began = System.nanoTime();
            try {
                disk.write();
            } catch (IOException full) {
                return;
            }
            longestNanos = Math.max(longestNanos, System.nanoTime() - began);
            Deadline.pause(PAUSE);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(Duration.ofSeconds(10));
            disk.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
    }
}
