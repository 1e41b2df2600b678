package dev.tandem.lab.cli;

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
    private final Thread hook;

    private Mending(Thread worker) {
        this.hook = Thread.ofPlatform().name("mending").unstarted(() -> {
            System.err.println("Interrupted: mending what was broken ...");
            worker.interrupt();
            awaitMended();
        });
    }

    static Mending onThisThread() {
        Mending mending = new Mending(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(mending.hook);
        return mending;
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
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has what it waited for.
        }
    }
}
