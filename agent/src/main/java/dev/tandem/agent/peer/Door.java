package dev.tandem.agent.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.route.Route;
import dev.tandem.agent.route.Routes;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.tls.SmallDocument;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The agent's port. Who comes shows a certificate of another agent or of a router; the handshake refuses everybody else. What decides about
 * databases, and all of the data, is for the agents of database machines: an application machine has an agent too, and faces users.
 */
public final class Door {
    private static final System.Logger LOG = System.getLogger("agent.door");
    private static final Duration ANSWER = Duration.ofMillis(400);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LARGEST_QUESTION = 64 * 1024;
    private static final Jsonb JSONB = Jsonb.builder().build();
    private static final JsonType<Message> MESSAGE = JSONB.type(Message.class);
    private static final JsonType<Route> ROUTE = JSONB.type(Route.class);

    private final Set<MachineName> databases;
    private final Desk desk;
    private final Routes routes;
    private final Backup backup;

    private Door(Set<MachineName> databases, Desk desk, Routes routes, Backup backup) {
        this.databases = Set.copyOf(databases);
        this.desk = desk;
        this.routes = routes;
        this.backup = backup;
    }

    /**
     * Opens it; it stays open until the process ends.
     *
     * @param databases the machines whose agents have a say
     */
    public static void open(
            InetSocketAddress address, SSLContext identity, Set<MachineName> databases, Desk desk, Routes routes)
            throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new BothShowCertificates(identity));
        server.setExecutor(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("door-", 0).factory()));
        Door door = new Door(databases, desk, routes, new Backup(Programs.OF_MACHINE));
        door.serve(
                server,
                "/primary",
                exchange -> text(exchange, routes.now().primary().status(), ""));
        door.serve(
                server,
                "/replica",
                exchange -> text(exchange, routes.now().replica().status(), ""));
        door.serve(server, "/status", exchange -> text(exchange, 200, desk.status()));
        door.serve(server, "/metrics", exchange -> text(exchange, 200, desk.metrics()));
        door.serve(server, "/route", door::route);
        door.serve(server, "/ask", door::ask);
        door.serve(server, "/announce", door::announce);
        door.serve(server, "/copy", door::copy);
        server.start();
    }

    private void serve(HttpsServer server, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                text(exchange, 404, "");
                return;
            }
            handler.handle(exchange);
        });
    }

    private static final class BothShowCertificates extends HttpsConfigurator {
        BothShowCertificates(SSLContext identity) {
            super(identity);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters both = getSSLContext().getDefaultSSLParameters();
            both.setNeedClientAuth(true);
            parameters.setSSLParameters(both);
        }
    }

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        try {
            MachineName router = new MachineName(query.getOrDefault("router", ""));
            if (!isFrom(exchange, router)) {
                // A switchover waits for every router that asks.
                text(exchange, 403, notOf(router));
                return;
            }
            Route route = routes.after(
                    Long.parseLong(query.getOrDefault("seen", "0")),
                    router,
                    Boolean.parseBoolean(query.get("pauses")),
                    Duration.ofMillis(
                            Math.min(LONGEST_WAIT.toMillis(), Long.parseLong(query.getOrDefault("millis", "0")))));
            text(exchange, 200, ROUTE.toJson(route));
        } catch (IllegalArgumentException wrong) {
            text(exchange, 400, String.valueOf(wrong.getMessage()));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            text(exchange, 503, "");
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getQuery();
        for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return query;
    }

    private void ask(HttpExchange exchange) throws IOException {
        if (!isFromDatabase(exchange)) {
            // Before anything of it is read.
            text(exchange, 403, "only a database machine's agent asks");
            return;
        }
        String body = SmallDocument.of(exchange.getRequestBody(), LARGEST_QUESTION);
        MemberStatus status;
        Message question;
        try {
            question = MESSAGE.fromJson(body);
            status = question.status();
        } catch (RuntimeException wrong) { // the parser's own, and IllegalArgumentException
            text(exchange, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        if (!isFrom(exchange, status.machine())) {
            text(exchange, 403, notOf(status.machine()));
            return;
        }
        try {
            Peers.Answer answer = desk.asked(status, question.sent()).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            text(exchange, 200, MESSAGE.toJson(Message.of(answer.status(), answer.promise(), answer.sent())));
        } catch (TimeoutException | ExecutionException busy) {
            text(exchange, 503, "the agent is busy");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            text(exchange, 503, "");
        }
    }

    private void announce(HttpExchange exchange) throws IOException {
        if (!isFromDatabase(exchange)) {
            text(exchange, 403, "only a database machine's agent announces what will be decided");
            return;
        }
        String body = SmallDocument.of(exchange.getRequestBody(), LARGEST_QUESTION);
        try {
            desk.announced(ClusterState.parse(body));
            text(exchange, 200, "");
        } catch (IllegalArgumentException wrong) {
            text(exchange, 400, String.valueOf(wrong.getMessage()));
        }
    }

    private static boolean isFrom(HttpExchange exchange, MachineName machine) throws IOException {
        return clientName(exchange).equals("CN=" + agentName(machine));
    }

    private static String notOf(MachineName machine) {
        return "the certificate is not that of the agent of " + machine;
    }

    /** Whom the client's certificate is made out to; empty for nobody. */
    private static String clientName(HttpExchange exchange) throws IOException {
        return exchange instanceof HttpsExchange secure
                ? secure.getSSLSession().getPeerPrincipal().getName()
                : "";
    }

    private boolean isFromDatabase(HttpExchange exchange) throws IOException {
        String client = clientName(exchange);
        return databases.stream().anyMatch(machine -> client.equals("CN=" + agentName(machine)));
    }

    /** The host name that a router's certificate is made out to: its key is in the hands of another user than the agent's. */
    public static String routerName(MachineName machine) {
        return machine + ".router.internal";
    }

    /** The host name that an agent's certificate is made out to. */
    public static String agentName(MachineName machine) {
        return machine + ".agent.internal";
    }

    /** An end before everything was sent breaks the connection: the other side must not take half a copy for a whole one. */
    private void copy(HttpExchange exchange) throws IOException {
        if (!isFromDatabase(exchange)) {
            text(exchange, 403, "only a database machine's agent gets a copy");
            return;
        }
        Optional<Backup.Running> begun = backup.begin(clientName(exchange));
        if (begun.isEmpty()) {
            text(exchange, 503, "another machine gets a copy");
            return;
        }
        Backup.Running copy = begun.get();
        LOG.log(System.Logger.Level.INFO, "gives a copy of its data to " + exchange.getRemoteAddress());
        exchange.sendResponseHeaders(200, 0);
        OutputStream to = exchange.getResponseBody();
        try (InputStream from = copy.stream()) {
            from.transferTo(to);
        } catch (IOException broken) {
            // Whoever asked is gone: it would go on until its pipe is full, and be in the others' way.
            copy.process().destroy();
            throw broken;
        }
        copy.requireComplete();
        to.close();
    }
}
