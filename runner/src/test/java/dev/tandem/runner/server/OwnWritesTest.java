package dev.tandem.runner.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.routing.RoutingDataSource;
import dev.tandem.runner.Browser;
import dev.tandem.runner.database.FakeDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

/** The cookie by which a client reads what it wrote in a request before. */
class OwnWritesTest {
    private final FakeDatabase primary = new FakeDatabase();
    private final FakeDatabase replica = new FakeDatabase();
    private final RoutingDataSource source = new RoutingDataSource(primary, replica);
    private final Browser browser = new Browser();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        primary.answer = "0-1-5";
        replica.answer = "0";
        OwnWrites ownWrites = new OwnWrites();
        ownWrites.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws SQLException {
                use(request.getHttpURI().getPath());
                Content.Sink.write(response, true, "done", callback);
                return true;
            }
        });
        server.addConnector(connector);
        server.setHandler(ownWrites);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        browser.close();
        server.stop();
    }

    private void use(String path) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(path.equals("/read"));
            connection.setAutoCommit(false);
            statement.execute(path.equals("/read") ? "SELECT 1" : "INSERT 1");
            connection.commit();
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return browser.get(connector.getLocalPort(), path, headers);
    }

    @Test
    void whoWroteCarriesThePositionAndWhoOnlyReadDoesNot() throws Exception {
        assertThat(get("/write").headers().allValues("set-cookie"))
                .containsExactly("tandem_wrote=0-1-5; Path=/; Max-Age=10; HttpOnly; SameSite=Lax");
        assertThat(get("/read").headers().allValues("set-cookie")).isEmpty();
    }

    @Test
    void theReplicaIsAskedForThePositionThatTheClientBrings() throws Exception {
        get("/read", "Cookie", "other=1; tandem_wrote=0-1-5");
        assertThat(replica.ran).hasSize(2);
        assertThat(replica.ran.get(0)).contains("MASTER_GTID_WAIT");
        replica.answer = "-1";
        get("/read", "Cookie", "tandem_wrote=0-1-5");
        assertThat(primary.ran).containsExactly("SELECT 1");
    }

    @Test
    void aMangledCookieIsNothing() throws Exception {
        for (String mangled : new String[] {"0-1-5' OR 1", "\u00e4", "0-1-5,,", "%30-1-5", "a".repeat(3_000)}) {
            assertThat(get("/read", "Cookie", "tandem_wrote=" + mangled).statusCode())
                    .isEqualTo(200);
        }
        assertThat(replica.ran).containsOnly("SELECT 1");
    }
}
