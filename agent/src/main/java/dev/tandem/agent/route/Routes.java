package dev.tandem.agent.route;

import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What this machine's database is good for, for routers that wait for news. Safe for many threads. */
public final class Routes {
    /** A router that has not asked for so long is not waited for. */
    private static final Duration PRESENT = Duration.ofSeconds(5);

    private Route route;
    private long pausedUntil;
    private final Map<MachineName, Router> routers = new HashMap<>();

    /** A router as it last asked. */
    private record Router(long asked, boolean pauses) {}

    public Routes() {
        route = new Route(System.currentTimeMillis() << 16, 0, Availability.NO, Availability.NO, false, false);
    }

    /** What holds from now on. */
    public synchronized void publish(long term, Availability primary, Availability replica, boolean primaryBeats) {
        boolean paused = pausedUntil != 0 && System.nanoTime() - pausedUntil < 0;
        Route next = new Route(route.version() + 1, term, primary, replica, paused, primaryBeats);
        if (!next.saysTheSameAs(route)) {
            route = next;
            notifyAll();
        }
    }

    public synchronized Route now() {
        return route;
    }

    /**
     * Waits for something else than a version.
     *
     * @param router who asks
     * @param pauses whether it holds back work for the primary
     * @return what holds, after the limit the same as before
     */
    public synchronized Route after(long version, MachineName router, boolean pauses, Duration limit)
            throws InterruptedException {
        routers.put(router, new Router(System.nanoTime(), pauses));
        notifyAll();
        long end = System.nanoTime() + limit.toNanos();
        while (route.version() == version && end - System.nanoTime() > 0) {
            wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
        return route;
    }

    /** Asks routers to hold back new work for the primary, for that time at most. Waits until all of them do, within a limit. */
    public synchronized boolean pause(Duration time, Duration limit) throws InterruptedException {
        pausedUntil = System.nanoTime() + time.toNanos();
        publishAgain();
        long end = System.nanoTime() + limit.toNanos();
        while (!allPause() && end - System.nanoTime() > 0) {
            wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
        return allPause();
    }

    private void publishAgain() {
        publish(route.term(), route.primary(), route.replica(), route.primaryBeats());
    }

    private boolean allPause() {
        long now = System.nanoTime();
        return routers.values().stream()
                .filter(router -> now - router.asked() < PRESENT.toNanos())
                .allMatch(Router::pauses);
    }

    /** Work goes on. */
    public synchronized void resume() {
        pausedUntil = 0;
        publishAgain();
    }
}
