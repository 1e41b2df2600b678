package dev.tandem.lab.drill.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PaceTest {
    private static final long LONG = 3_600;

    @TempDir
    Path folder;

    @Test
    void clientsWorkUntilSomebodySaysStop() throws Exception {
        Pace pace = new Pace(folder, LONG);
        AtomicInteger done = new AtomicInteger();
        pace.add(1_000, 0, () -> stoppedAt(5, done));
        pace.run(folder.resolve("ready"));
        assertThat(done).hasValue(5);
        assertThat(folder.resolve("ready")).exists();
    }

    @Test
    void aLoadWhoseDrillWasKilledEndsByItself() throws Exception {
        Pace pace = new Pace(folder, 0);
        pace.add(1_000, 0, () -> {
            throw new AssertionError("its time was over before it began");
        });
        pace.run(folder.resolve("ready"));
        assertThat(folder.resolve("ready")).exists();
    }

    /** Threads that are parked may go on early; here each has a permit that somebody left over. */
    @Test
    void nobodyWorksBeforeItsTurn() throws Exception {
        Pace pace = new Pace(folder, LONG);
        AtomicInteger done = new AtomicInteger();
        long began = System.nanoTime();
        pace.add(50, 0, () -> {
            LockSupport.unpark(Thread.currentThread());
            return stoppedAt(4, done);
        });
        pace.run(folder.resolve("ready"));
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(3 * 20_000_000L);
    }

    /** What was missed while the site stood still would hit it all at once. */
    @Test
    void whatAClientMissedIsNotMadeUpFor() throws Exception {
        Pace pace = new Pace(folder, LONG);
        AtomicInteger done = new AtomicInteger();
        long[] ends = new long[5];
        pace.add(50, 0, () -> {
            int count = done.get();
            if (count == 0) {
                waitTenTurns();
            }
            ends[count] = System.nanoTime();
            return stoppedAt(ends.length, done);
        });
        pace.run(folder.resolve("ready"));
        // Of the ten turns, two follow at once.
        assertThat(ends[4] - ends[0]).isGreaterThanOrEqualTo(2 * 20_000_000L);
    }

    private static void waitTenTurns() {
        long end = System.nanoTime() + 10 * 20_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private boolean stoppedAt(int count, AtomicInteger done) {
        if (done.incrementAndGet() == count) {
            try {
                Files.writeString(folder.resolve("stop"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }
}
