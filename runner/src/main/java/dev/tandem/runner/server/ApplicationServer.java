package dev.tandem.runner.server;

import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.RequestGate;
import dev.tandem.runner.life.ApplicationFailure;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The servlet container with one application in it; each request runs on a virtual thread of its own.
 *
 * <p>Started once, stopped once. The only class that knows how the container is put together, so that another could take its place.
 */
public final class ApplicationServer {
    /** Platform threads for accepting and selecting; requests are on virtual ones. */
    private static final int LARGEST_THREAD_POOL = 16;

    private static final int SMALLEST_THREAD_POOL = 4;

    /** Connections the kernel holds while all are busy being accepted. */
    private static final int ACCEPT_QUEUE = 1_024;

    private static final int LARGEST_HEADER_BYTES = 16 * 1_024;
    private static final int THREAD_STOP_MILLIS = 500;

    private final Server server;
    private final ServerConnector connector;
    private final Optional<TlsListener> others;

    private ApplicationServer(Server server, ServerConnector connector, Optional<TlsListener> others) {
        this.server = server;
        this.connector = connector;
        this.others = others;
    }

    /**
     * Deploys the application and begins to listen, in this order.
     *
     * @throws ApplicationFailure when it does not deploy or nobody can listen there
     */
    public static ApplicationServer start(
            Path directory, RunnerConfiguration configuration, Optional<DataSource> database, RequestGate gate) {
        Server server = new Server(threads());
        ServerConnector connector = connector(server, configuration.listen(), configuration.limits(), plain());
        server.addConnector(connector);
        Optional<TlsListener> others = configuration.tls().map(TlsListener::new);
        others.ifPresent(
                tls -> server.addConnector(connector(server, tls.endpoint(), configuration.limits(), encrypted(tls))));
        // While the application starts, connections are refused, so that a balancer goes elsewhere at once.
        server.setOpenEarly(false);
        // What is refused before the application is asked gets the same pages.
        server.setErrorHandler(new ErrorPages());
        try {
            WebAppContext context = WebApplication.context(directory, database);
            if (database.isPresent()) {
                OwnWrites ownWrites = new OwnWrites();
                ownWrites.setHandler(context);
                gate.setHandler(ownWrites);
            } else {
                gate.setHandler(context);
            }
            server.setHandler(gate);
            server.start();
            return new ApplicationServer(server, connector, others);
        } catch (Exception failure) { // Jetty's lifecycle declares no less
            stopQuietly(server, failure);
            throw new ApplicationFailure(reason(directory, failure), failure);
        }
    }

    /** Jetty's message names the address. */
    private static String reason(Path directory, Exception failure) {
        return failure instanceof IOException && failure.getCause() instanceof BindException
                ? "cannot listen: " + failure.getMessage() + ": "
                        + failure.getCause().getMessage()
                : "the application in " + directory + " did not start: " + failure;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(LARGEST_THREAD_POOL, SMALLEST_THREAD_POOL);
        threads.setName("runner");
        threads.setReservedThreads(0);
        threads.setStopTimeout(THREAD_STOP_MILLIS);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        return threads;
    }

    private static ConnectionFactory[] plain() {
        return new ConnectionFactory[] {http(false)};
    }

    private static ConnectionFactory[] encrypted(TlsListener tls) {
        HttpConnectionFactory http = http(true);
        return new ConnectionFactory[] {new SslConnectionFactory(tls.factory(), http.getProtocol()), http};
    }

    private static HttpConnectionFactory http(boolean encrypted) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(LARGEST_HEADER_BYTES);
        http.setResponseHeaderSize(LARGEST_HEADER_BYTES);
        if (encrypted) {
            // A request is for the site, a connection for this runner: their names differ, and nothing is wrong with
            // that.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        // nginx says who asked and how; only it can reach this address.
        http.addCustomizer(new ForwardedRequestCustomizer());
        return new HttpConnectionFactory(http);
    }

    private static ServerConnector connector(
            Server server, Endpoint listen, Limits limits, ConnectionFactory... protocols) {
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
        connector.setHost(listen.address().getHostAddress());
        connector.setPort(listen.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private static void stopQuietly(Server server, Exception failure) {
        try {
            server.stop();
        } catch (Exception second) { // as above
            failure.addSuppressed(second);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** New connections are refused from now on; the open ones go on. */
    public void stopAccepting() {
        for (Connector each : server.getConnectors()) {
            ((ServerConnector) each).close();
        }
    }

    /**
     * Reads the certificates again; open connections go on.
     *
     * @throws IOException when they cannot be used; then nothing has changed
     */
    public void reload() throws IOException {
        if (others.isPresent()) {
            others.get().reload();
        }
    }

    /** Cuts what is still running and stops the application. */
    public void stop() throws Exception {
        server.stop();
    }
}
