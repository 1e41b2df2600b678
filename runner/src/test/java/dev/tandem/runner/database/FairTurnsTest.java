package dev.tandem.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.routing.PrimaryGate;
import dev.tandem.routing.RoutingDataSource;
import dev.tandem.routing.RoutingTimes;
import dev.tandem.runner.Browser;
import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.RequestGate;
import dev.tandem.runner.management.RunnerMetrics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One address whose requests are slow at the database, and what is left for others: over HTTP, through the gate, the routing and the turns. */
@Timeout(60)
class FairTurnsTest {
    private static final String ATTACKER = "192.0.2.1";
    private static final int CONNECTIONS = 4;
    private static final int SHARE = 3;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final FakeDatabase database = new FakeDatabase();
    private final FairPool primary = pool();
    private final FairPool replica = pool();
    private final RoutingDataSource source =
            new RoutingDataSource(primary, replica, RoutingTimes.DEFAULT, new PrimaryGate());
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger holding = new AtomicInteger();
    private final Browser browser = new Browser();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** Waiting as HikariCP's do: in the order of arrival. */
    private FairPool pool() {
        Semaphore all = new Semaphore(CONNECTIONS, true);
        return new FairPool("pool", database, atMost -> lent(all, atMost), WAIT, CONNECTIONS);
    }

    private Connection lent(Semaphore all, Duration atMost) throws SQLException {
        try {
            if (!all.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLException("the pool is empty");
            }
            return LentConnection.of(database.getConnection(), all::release);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new SQLException(ending);
        }
    }

    @BeforeEach
    void start() throws Exception {
        RequestGate gate = new RequestGate(Limits.USUAL, new RunnerMetrics("test", "r1"));
        gate.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                use(request.getHttpURI().getPath());
                Content.Sink.write(response, true, "done", callback);
                return true;
            }
        });
        server.addConnector(connector);
        server.setHandler(gate);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        browser.close();
        server.stop();
    }

    private void use(String path) throws SQLException, InterruptedException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(path.startsWith("/read"));
            connection.setAutoCommit(false);
            statement.execute("SELECT 1");
            if (path.endsWith("/slow")) {
                holding.incrementAndGet();
                released.await();
            }
            if (path.endsWith("/twice")) {
                holding.incrementAndGet();
                use("/write/slow");
            }
            connection.commit();
        }
    }

    private CompletableFuture<HttpResponse<String>> begin(String path, String address) {
        return browser.begin(connector.getLocalPort(), path, "X-Forwarded-For", address);
    }

    private int ask(String path, String... headers) throws IOException, InterruptedException {
        return browser.get(connector.getLocalPort(), path, headers).statusCode();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void othersAreServed(String path) throws Exception {
        for (int other = 2; other < 20; other++) {
            assertThat(ask(path, "X-Forwarded-For", "192.0.2." + other)).isEqualTo(200);
        }
        assertThat(ask(path)).as("the balancers' checks").isEqualTo(200);
        use(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/read", "/write"})
    void slowRequestsOfOneAddressLeaveOthersTheDatabase(String kind) throws Exception {
        FairPool pool = kind.equals("/read") ? replica : primary;
        List<CompletableFuture<HttpResponse<String>>> slow = begin(20, kind + "/slow");
        await(() -> holding.get() == SHARE && pool.waiting() == 20 - SHARE);
        othersAreServed(kind + "/quick");
        released.countDown();
        allAreServed(slow);
    }

    private List<CompletableFuture<HttpResponse<String>>> begin(int count, String path) {
        return IntStream.range(0, count).mapToObj(_ -> begin(path, ATTACKER)).toList();
    }

    private static void allAreServed(List<CompletableFuture<HttpResponse<String>>> all) throws Exception {
        for (CompletableFuture<HttpResponse<String>> each : all) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsThatWantTwoConnectionsAtOnceDoNotWaitForEachOther() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> all = begin(20, "/write/twice");
        await(() -> holding.get() == SHARE + 1);
        released.countDown();
        allAreServed(all);
    }
}
