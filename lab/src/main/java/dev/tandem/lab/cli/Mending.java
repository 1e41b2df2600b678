package dev.tandem.lab.cli;

import dev.tandem.control.cli.Interruption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, this process does not end by Ctrl-C or SIGTERM before the thread that opened it has mended what it broke: the
 * thread is interrupted, and the process waits until it closes this.
 */
final class Mending implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final CountDownLatch mended = new CountDownLatch(1);
    private final Interruption interruption;

    private Mending(Thread worker) {
        this.interruption = Interruption.watch(() -> {
            System.err.println("Interrupted: mending what was broken ...");
            worker.interrupt();
            awaitMended();
        });
    }

    static Mending onThisThread() {
        return new Mending(Thread.currentThread());
    }

    private void awaitMended() {
        try {
            if (!mended.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("Not everything was mended. Next: tandem up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        mended.countDown();
        interruption.close();
    }
}
