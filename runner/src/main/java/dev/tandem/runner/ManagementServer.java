package dev.tandem.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /ready} (200 {@code ready}, else 503 with the state), {@code GET /metrics}, {@code POST /reload}, which has the
 * certificates read again (200, else 500 with the reason), and what {@link DatabaseChange} does, on a port of its own so that neither
 * a busy application nor a draining one can keep it from answering.
 */
final class ManagementServer implements AutoCloseable {
    static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    static {
        // The JDK's server keeps half-sent requests and silent connections for ever unless told otherwise.
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("jdk.httpserver.maxConnections", "100");
    }

    /** What is sent back. */
    record Answer(int status, String contentType, String body) {
        static Answer text(int status, String line) {
            return new Answer(status, TEXT, line + "\n");
        }
    }

    /** What {@code /reload} does. */
    @FunctionalInterface
    interface Reload {
        void reload() throws IOException;
    }

    private final HttpServer server;
    private final Supplier<RunnerState> state;
    private final RunnerMetrics metrics;
    private final Reload reload;
    private final DatabaseChange database;

    /** @throws IOException when nobody can listen there, usually because somebody does already */
    ManagementServer(
            Endpoint endpoint,
            Supplier<RunnerState> state,
            RunnerMetrics metrics,
            Reload reload,
            DatabaseChange database)
            throws IOException {
        this.database = database;
        this.state = state;
        this.metrics = metrics;
        this.reload = reload;
        this.server = HttpServer.create(endpoint.socketAddress(), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            Answer answer = answer(method, exchange.getRequestURI());
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String method, URI target) throws IOException {
        return switch (target.getPath()) {
            case "/reload" -> posted(method, this::reloaded);
            case "/database/pause" -> posted(method, () -> database.pause(target.getQuery()));
            case "/database/resume" -> posted(method, database::resume);
            case "/database/read-elsewhere" -> posted(method, database::readElsewhere);
            default -> shown(method, target.getPath());
        };
    }

    private static Answer posted(String method, Supplier<Answer> order) {
        return method.equals("POST") ? order.get() : Answer.text(METHOD_NOT_ALLOWED, "POST only");
    }

    private Answer reloaded() {
        try {
            reload.reload();
            return Answer.text(OK, "reloaded");
        } catch (IOException failure) {
            return Answer.text(FAILED, String.valueOf(failure.getMessage()));
        }
    }

    private Answer shown(String method, String path) throws IOException {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.text(METHOD_NOT_ALLOWED, "GET and HEAD only");
        }
        return switch (path) {
            case "/ready" -> ready();
            case "/metrics" -> {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                metrics.write(text);
                yield new Answer(OK, RunnerMetrics.contentType(), text.toString(StandardCharsets.UTF_8));
            }
            default ->
                Answer.text(
                        NOT_FOUND, "there are /ready, /metrics, /reload and /database/pause, resume, read-elsewhere");
        };
    }

    private Answer ready() {
        RunnerState present = state.get();
        return Answer.text(present == RunnerState.READY ? OK : UNAVAILABLE, present.word());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
