package dev.tandem.runner.gate;

import java.time.Duration;
import org.eclipse.jetty.server.Request;

/**
 * A request that has begun and not ended. Equal to itself only: the same client may send the same request twice.
 *
 * <p>Its path is kept without the query, where secrets may stand.
 */
public final class RunningRequest {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int LONGEST_ID = 128;

    private final String id;
    private final String method;
    private final String path;
    private final long startNanos = System.nanoTime();

    private RunningRequest(String id, String method, String path) {
        this.id = id;
        this.method = method;
        this.path = path;
    }

    static RunningRequest of(Request request) {
        String id = request.getHeaders().get(REQUEST_ID);
        return new RunningRequest(id == null ? "-" : printable(id), request.getMethod(), printable(path(request)));
    }

    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "-" : path;
    }

    /** Nothing that a client sends may look like another entry or another field. */
    private static String printable(String text) {
        String bounded = text.length() > LONGEST_ID ? text.substring(0, LONGEST_ID) : text;
        return bounded.replaceAll("[^\\x21-\\x7e]", "?");
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public String toString() {
        return "request=" + id + " method=" + method + " path=" + path + " ms=" + age().toMillis();
    }
}
