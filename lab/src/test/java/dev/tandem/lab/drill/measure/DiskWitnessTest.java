package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.measure.DiskWitness.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWitnessTest {
    @TempDir
    private Path folder;

    /** The second write of such a disk takes so long. */
    private static final class SlowOnce implements Disk {
        private final long nanos;
        private final AtomicInteger writes = new AtomicInteger();
        private final CountDownLatch third = new CountDownLatch(3);

        SlowOnce(long millis) {
            nanos = millis * 1_000_000;
        }

        @Override
        public void write() {
            long end = System.nanoTime() + nanos;
            while (writes.get() == 1 && System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            writes.incrementAndGet();
            third.countDown();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void aDiskThatStoodStillIsTold() throws InterruptedException {
        SlowOnce disk = new SlowOnce(DiskWitness.STALL.toMillis() + 100);
        try (DiskWitness witness = DiskWitness.of(disk)) {
            disk.third.await();
            assertThat(witness.stall())
                    .hasValueSatisfying(told -> assertThat(told)
                            .startsWith("the disk of this computer, which all its machines share, took 0.6"));
        }
    }

    @Test
    void nothingIsLeftThereWhateverEndsTheProgram() throws IOException {
        try (Disk disk = DiskWitness.in(folder)) {
            disk.write();
            disk.write();
            assertThat(files()).isZero();
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }
}
