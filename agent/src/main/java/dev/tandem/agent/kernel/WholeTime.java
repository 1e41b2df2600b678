package dev.tandem.agent.kernel;

import java.time.Duration;

/**
 * Lets a time pass, all of it. A thread that is parked may go on at any moment (a permit that a lock left over is enough), which does
 * no harm where a condition is asked again and again, and much where what comes next must not come early.
 */
public final class WholeTime {
    private WholeTime() {}

    /** Returns when it is over, and not before. A thread that is interrupted meanwhile waits on and keeps its mark. */
    public static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        boolean interrupted = false;
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
