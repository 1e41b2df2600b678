package dev.tandem.runner.management;

import dev.tandem.runner.life.ApplicationFailure;
import dev.tandem.runner.life.RunnerState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers {@code GET /ready} (200 {@code ready}, else 503 with the state), {@code GET /metrics}, {@code POST /reload}, which has the
 * certificates read again (200, else 500 with the reason), and what {@link DatabaseChange} does. All of it on a Unix socket, whose
 * directory says who may come: a loopback port would be open to whatever runs on the machine. On threads of its own, so that neither a
 * busy application nor a draining one can keep it from answering.
 */
public final class ManagementServer implements AutoCloseable {
    static final int OK = 200;
    private static final System.Logger LOG = System.getLogger("runner");
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Two serve the socket; an order may hold one for as long as a pause lasts. */
    private static final int THREADS = 12;

    private static final long IDLE_MILLIS = 10_000;

    /** What is sent back. */
    public record Answer(int status, String contentType, String body) {
        static Answer text(int status, String line) {
            return new Answer(status, TEXT, line + "\n");
        }
    }

    /** What {@code /reload} does. */
    @FunctionalInterface
    public interface Reload {
        void reload() throws IOException;
    }

    private final Server server;
    private final Supplier<RunnerState> state;
    private final RunnerMetrics metrics;
    private final Reload reload;
    private final DatabaseChange database;

    /** @throws IOException when somebody listens there already */
    public ManagementServer(
            Path socket, Supplier<RunnerState> state, RunnerMetrics metrics, Reload reload, DatabaseChange database)
            throws IOException {
        this.database = database;
        this.state = state;
        this.metrics = metrics;
        this.reload = reload;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("management");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Orders());
        removeWhatWasLeft(socket);
    }

    /** A process that was killed leaves its socket behind. */
    private static void removeWhatWasLeft(Path socket) throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            Files.delete(socket);
            return;
        }
        throw new IOException("somebody listens there already");
    }

    /**
     * Begins to answer.
     *
     * @throws ApplicationFailure when nobody can listen there
     */
    public void start() {
        try {
            server.start();
        } catch (Exception failure) { // Jetty's lifecycle declares no less
            throw new ApplicationFailure("cannot listen on RUNNER_MANAGEMENT: " + failure, failure);
        }
    }

    /** What Jetty calls for each request. */
    private final class Orders extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            Answer answer = answer(request.getMethod(), request.getHttpURI());
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            Content.Sink.write(response, true, answer.body(), callback);
            return true;
        }
    }

    private Answer answer(String method, HttpURI target) throws IOException {
        return switch (String.valueOf(target.getCanonicalPath())) {
            case "/reload" -> posted(method, this::reloaded);
            case "/database/pause" -> posted(method, () -> database.pause(target.getQuery()));
            case "/database/resume" -> posted(method, database::resume);
            case "/database/read-elsewhere" -> posted(method, database::readElsewhere);
            case "/ready" -> shown(method, ready());
            case "/metrics" -> shown(method, figures());
            default ->
                Answer.text(
                        NOT_FOUND, "there are /ready, /metrics, /reload and /database/pause, resume, read-elsewhere");
        };
    }

    private static Answer posted(String method, Supplier<Answer> order) {
        return method.equals("POST") ? order.get() : Answer.text(METHOD_NOT_ALLOWED, "POST only");
    }

    private static Answer shown(String method, Answer answer) {
        boolean looks = method.equals("GET") || method.equals("HEAD");
        return looks ? answer : Answer.text(METHOD_NOT_ALLOWED, "GET and HEAD only");
    }

    private Answer reloaded() {
        try {
            reload.reload();
            return Answer.text(OK, "reloaded");
        } catch (IOException failure) {
            return Answer.text(FAILED, String.valueOf(failure.getMessage()));
        }
    }

    private Answer figures() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        metrics.write(text);
        return new Answer(OK, RunnerMetrics.contentType(), text.toString(StandardCharsets.UTF_8));
    }

    private Answer ready() {
        RunnerState present = state.get();
        return Answer.text(present == RunnerState.READY ? OK : UNAVAILABLE, present.word());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) { // Jetty's lifecycle declares no less
            LOG.log(Level.WARNING, "the management did not stop cleanly", failure);
        }
    }
}
