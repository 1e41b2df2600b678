package dev.tandem.runner;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes on its way to the application: counted, timed, refused when too many are running, logged with its id when
 * it ends in a server error. Knows at any moment what is running, so that a drain can wait for it. Safe for many threads.
 */
final class RequestGate extends Handler.Wrapper {
    private static final System.Logger LOG = System.getLogger("runner.request");
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final Duration BETWEEN_REFUSAL_LINES = Duration.ofSeconds(10);

    private final int maximum;
    private final RunnerMetrics metrics;
    private final Set<RunningRequest> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong finishedWhileDraining = new AtomicLong();
    private final AtomicLong lastRefusalLineNanos;
    private volatile boolean draining;

    RequestGate(int maximum, RunnerMetrics metrics) {
        this.maximum = maximum;
        this.metrics = metrics;
        this.lastRefusalLineNanos = new AtomicLong(System.nanoTime() - BETWEEN_REFUSAL_LINES.toNanos());
        metrics.watchInFlight(inFlight::get);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (draining) {
            // Whoever keeps connections open (nginx) opens its next one elsewhere.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (inFlight.incrementAndGet() > maximum) {
            inFlight.decrementAndGet();
            refuse(request, response, callback);
            return true;
        }
        RunningRequest started = RunningRequest.of(request);
        running.add(started);
        Request.addCompletionListener(request, failure -> completed(started, request, response, failure));
        return super.handle(request, response, callback);
    }

    private void refuse(Request request, Response response, Callback callback) {
        metrics.refused();
        long now = System.nanoTime();
        long last = lastRefusalLineNanos.get();
        if (now - last >= BETWEEN_REFUSAL_LINES.toNanos() && lastRefusalLineNanos.compareAndSet(last, now)) {
            LOG.log(
                    Level.WARNING,
                    maximum + " requests are running, which is the limit (RUNNER_MAX_REQUESTS); more are answered 503");
        }
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        Response.writeError(
                request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "too many requests are running");
    }

    private void completed(RunningRequest started, Request request, Response response, @Nullable Throwable failure) {
        running.remove(started);
        if (draining) {
            finishedWhileDraining.incrementAndGet();
        }
        int status = response.getStatus();
        metrics.answered(status, started.age());
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            Object thrown = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
            Throwable cause = thrown instanceof Throwable throwable ? throwable : failure;
            LOG.log(Level.ERROR, started + " status=" + status, cause);
        } else if (failure != null) {
            // Nearly always the client that went away; not our error, but it may explain something.
            LOG.log(Level.INFO, started + " status=" + status + " broke off: " + failure);
        }
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** From now on connections are closed after their answer, and what finishes is counted as drained. */
    void beginDrain() {
        draining = true;
    }

    long finishedWhileDraining() {
        return finishedWhileDraining.get();
    }

    /** What is running now. */
    List<RunningRequest> running() {
        return List.copyOf(running);
    }
}
