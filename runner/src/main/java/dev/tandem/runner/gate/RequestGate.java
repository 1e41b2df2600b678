package dev.tandem.runner.gate;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes on its way to the application: counted, timed, refused when {@link Admission} has no place for it, logged with its
 * id when it ends in a server error. What it does is done as its source's ({@link Caller}). Knows at any moment what is running, so that a drain can wait for it. Safe for many threads.
 */
public final class RequestGate extends Handler.Wrapper {
    private static final System.Logger LOG = System.getLogger("runner.request");
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final Duration BETWEEN_REFUSAL_LINES = Duration.ofSeconds(10);
    private static final String EVENTS = "text/event-stream";

    /**
     * By this nginx asks another machine's application server, whatever the method: the application has not seen the request (nginx.org, "proxy",
     * X-Accel-Redirect; the location is in nginx.conf). nginx does not hand it on.
     */
    private static final String TO_NGINX = "X-Accel-Redirect";

    private static final String ASK_ELSEWHERE = "@elsewhere";

    private final Limits limits;
    private final Admission admission;
    private final Figures figures;
    private final Passage.Watch watch;
    private final Set<RunningRequest> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong finishedWhileDraining = new AtomicLong();
    private final AtomicLong lastRefusalLineNanos;
    private volatile boolean draining;

    /** Nothing is running yet. */
    public RequestGate(Limits limits, Figures figures) {
        this.limits = limits;
        this.admission = new Admission(limits);
        this.figures = figures;
        this.watch = new Passage.Watch(limits.rate(), figures);
        this.lastRefusalLineNanos = new AtomicLong(System.nanoTime() - BETWEEN_REFUSAL_LINES.toNanos());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (draining) {
            // Whoever keeps connections open (nginx) opens its next one elsewhere.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (isForNobody(request.getMethod())) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        Source source = Source.of(request.getHeaders().get(HttpHeader.X_FORWARDED_FOR));
        boolean announced = request.getHeaders().contains(HttpHeader.ACCEPT, EVENTS);
        return switch (admission.enter(source, announced)) {
            case Entry.Admitted admitted -> letIn(admitted.place(), request, response, callback);
            case Entry.Refused refused -> refuse(refused, response, callback);
        };
    }

    /**
     * Servlets answer TRACE by themselves with all headers, also with those that are between the site's own programs; CONNECT is for proxies,
     * and Jetty keeps its connection open as a tunnel.
     */
    private static boolean isForNobody(String method) {
        return HttpMethod.TRACE.is(method) || HttpMethod.CONNECT.is(method);
    }

    private boolean refuse(Entry.Refused refused, Response response, Callback callback) {
        figures.refused();
        long now = System.nanoTime();
        long last = lastRefusalLineNanos.get();
        if (now - last >= BETWEEN_REFUSAL_LINES.toNanos() && lastRefusalLineNanos.compareAndSet(last, now)) {
            LOG.log(
                    Level.WARNING,
                    refused + " (RUNNER_MAX_REQUESTS " + limits.requests() + ", RUNNER_MAX_STREAMS " + limits.streams()
                            + "); what is too much is answered 503");
        }
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        if (!(refused.source() instanceof Source.Site)) {
            // A balancer that asks how this machine is wants no other one's answer.
            response.getHeaders().put(TO_NGINX, ASK_ELSEWHERE);
        }
        // No page: nginx makes one when nobody else takes the request, and headers of this answer would be in the other
        // one's.
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        return true;
    }

    private boolean letIn(Place place, Request request, Response response, Callback callback) throws Exception {
        RunningRequest started = RunningRequest.of(request);
        running.add(started);
        Passage passage = Passage.of(request, place, watch, failure -> {
            place.leave();
            completed(started, request, response, failure);
        });
        Answer answer = new Answer(callback);
        boolean handled = new Caller(place.source()).run(() -> super.handle(request, response, answer));
        if (handled && !answer.isGiven()) {
            place.becomesStream();
            endWhenAbandoned(request, passage, answer);
        }
        return handled;
    }

    /**
     * Looks each time that the connection was idle for long. A stream may be silent, but nginx does not wait for longer than this, and that it
     * has gone is seen only by writing. A request whose thread is at work is let alone: it may only take its time.
     */
    private void endWhenAbandoned(Request request, Passage passage, Answer answer) {
        long patience = limits.patience().toNanos();
        AtomicBoolean told = new AtomicBoolean();
        try {
            request.addIdleTimeoutListener(idle -> {
                if (passage.silentNanos() < patience) {
                    return false;
                }
                // The first time the application is told, which Jetty does through its listeners (AsyncListener). Jetty
                // does no more when an
                // answer has begun, so the second time it is ended here.
                if (told.compareAndSet(false, true)) {
                    return true;
                }
                answer.failed(idle);
                return false;
            });
        } catch (IllegalStateException ended) {
            // It was answered on another thread by now, and Jetty has taken the request apart.
            LOG.log(Level.DEBUG, ended::toString);
        }
    }

    private void completed(RunningRequest started, Request request, Response response, @Nullable Throwable failure) {
        if (draining) {
            finishedWhileDraining.incrementAndGet();
        }
        int status = response.getStatus();
        figures.answered(status, started.age());
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            Object thrown = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
            Throwable cause = thrown instanceof Throwable throwable ? throwable : failure;
            LOG.log(Level.ERROR, started + " status=" + status, cause);
        } else if (failure != null) {
            // Nearly always the client that went away; not our error, but it may explain something.
            LOG.log(Level.INFO, started + " status=" + status + " broke off: " + failure);
        }
        running.remove(started);
    }

    /** How many requests and streams have begun and not ended. */
    public int inFlight() {
        return running.size();
    }

    /** How many of those hold a place for streams. */
    public int streams() {
        return admission.streams();
    }

    /** From now on connections are closed after their answer, and what finishes is counted as drained. */
    public void beginDrain() {
        draining = true;
    }

    /** Since {@link #beginDrain}. */
    public long finishedWhileDraining() {
        return finishedWhileDraining.get();
    }

    /** What is running now. */
    public List<RunningRequest> running() {
        return List.copyOf(running);
    }

    /** Remembers whether the answer was given by the time the thread came back, and takes one only. */
    private static final class Answer extends Callback.Nested {
        private final AtomicBoolean given = new AtomicBoolean();

        Answer(Callback callback) {
            super(callback);
        }

        boolean isGiven() {
            return given.get();
        }

        @Override
        public void succeeded() {
            if (given.compareAndSet(false, true)) {
                super.succeeded();
            }
        }

        @Override
        public void failed(Throwable failure) {
            if (given.compareAndSet(false, true)) {
                super.failed(failure);
            }
        }
    }
}
