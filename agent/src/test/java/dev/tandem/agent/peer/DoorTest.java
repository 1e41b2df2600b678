package dev.tandem.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.FakeTls;
import dev.tandem.agent.route.Availability;
import dev.tandem.agent.route.Routes;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.tls.SmallQuestion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's port, over real TLS: who may do what there is decided by whom the certificate is made out to. */
@Timeout(60)
class DoorTest {
    private static final MachineName SELF = new MachineName("server1");
    private static final MachineName OTHER = new MachineName("server2");
    private static final String AGENT = "server2.agent.internal";
    private static final String ROUTER = "server2.router.internal";

    /** A machine without a database. */
    private static final String APPLICATION = "app1.agent.internal";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;

    private static Map<String, SSLContext> keys;
    private static SSLContext stranger;
    private static InetSocketAddress address;

    /** Doors stay open until the process ends; there is one for all tests. */
    private static final Routes ROUTES = new Routes();

    private static final FakeDesk DESK = new FakeDesk();

    /** Answers as it is told to. */
    private static final class FakeDesk implements Desk {
        private final List<MemberStatus> asked = new CopyOnWriteArrayList<>();
        private final List<ClusterState> announced = new CopyOnWriteArrayList<>();
        private volatile Function<MemberStatus, CompletableFuture<Peers.Answer>> answer = FakeDesk::sameAgain;

        private static CompletableFuture<Peers.Answer> sameAgain(MemberStatus status) {
            return CompletableFuture.completedFuture(new Peers.Answer(of(SELF), true, status.term()));
        }

        @Override
        public CompletableFuture<Peers.Answer> asked(MemberStatus status, long sent) {
            asked.add(status);
            return answer.apply(status);
        }

        @Override
        public void announced(ClusterState state) {
            announced.add(state);
        }

        @Override
        public String status() {
            return "{\"self\":\"server1\"}";
        }

        @Override
        public String metrics() {
            return "tandem_up 1\n";
        }
    }

    @BeforeAll
    static void open() throws Exception {
        System.setProperty("sun.net.http.retryPost", "false");
        keys = FakeTls.among(folder, "server1.agent.internal", AGENT, ROUTER, APPLICATION);
        stranger = FakeTls.among(folder, "server3.agent.internal").get("server3.agent.internal");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        Door.open(address, context("server1.agent.internal"), Set.of(SELF, OTHER), DESK, ROUTES);
    }

    @BeforeEach
    void forget() {
        DESK.asked.clear();
        DESK.announced.clear();
        DESK.answer = FakeDesk::sameAgain;
    }

    @Test
    void anAgentIsAnsweredByTheLoop() throws IOException {
        Peers.Answer answer = peers(AGENT).ask(SELF, of(OTHER), 4);

        assertThat(answer.status().machine()).isEqualTo(SELF);
        assertThat(answer.promise()).isTrue();
        assertThat(DESK.asked).extracting(MemberStatus::machine).containsExactly(OTHER);
    }

    @Test
    void nobodySpeaksForAnotherMachine() {
        assertThatThrownBy(() -> peers(AGENT).ask(SELF, of(new MachineName("server3")), 4))
                .hasMessage("status 403: the certificate is not that of the agent of server3");
        assertThatThrownBy(() -> peers(ROUTER).ask(SELF, of(OTHER), 4))
                .hasMessage("status 403: only a database machine's agent asks");
        assertThat(DESK.asked).isEmpty();
    }

    @Test
    void aRoutersKeyAsksWhoServesAndNothingElse() {
        assertThatThrownBy(() -> post(ROUTER, "/announce", "anything")).hasMessageStartingWith("status 403");
        assertThatThrownBy(() -> post(ROUTER, "/copy", "")).hasMessageStartingWith("status 403");
        assertThatThrownBy(() -> post(ROUTER, "/route?seen=0&router=server2&pauses=false&millis=0", ""))
                .hasMessageStartingWith("status 403");
        assertThat(DESK.announced).isEmpty();
    }

    /** Its key is on a machine that serves users. */
    @Test
    void theAgentOfAMachineWithoutADatabaseHasNoSayAndGetsNoData() throws IOException {
        assertThatThrownBy(() -> peers(APPLICATION).ask(SELF, of(new MachineName("app1")), 4))
                .hasMessage("status 403: only a database machine's agent asks");
        assertThatThrownBy(() -> post(APPLICATION, "/announce", "term=9 primary=server1 partner=none"))
                .hasMessage("status 403: only a database machine's agent announces what will be decided");
        assertThatThrownBy(() -> post(APPLICATION, "/copy", ""))
                .hasMessage("status 403: only a database machine's agent gets a copy");
        assertThat(DESK.asked).isEmpty();
        assertThat(DESK.announced).isEmpty();
        assertThat(post(APPLICATION, "/route?seen=0&router=app1&pauses=false&millis=0", ""))
                .as("its router is directed")
                .isNotEmpty();
    }

    @Test
    void anAgentAnnounces() throws IOException {
        assertThat(post(AGENT, "/announce", "term=9 primary=server1 partner=none"))
                .isEmpty();
        assertThat(DESK.announced).containsExactly(ClusterState.parse("term=9 primary=server1 partner=none"));
    }

    /** A switchover waits for every router that asks: whoever could ask in others' names could hold it up. */
    @Test
    void nobodyAsksInTheNameOfAnotherRouter() {
        assertThatThrownBy(() -> post(AGENT, "/route?seen=0&router=server3&pauses=false&millis=0", ""))
                .hasMessage("status 403: the certificate is not that of the agent of server3");
    }

    @Test
    void anAgentHearsWhatADatabaseIsGoodFor() throws IOException {
        ROUTES.publish(7, Availability.YES, Availability.OTHER, true);

        assertThat(peers(AGENT).route(SELF, 0, false, Duration.ZERO, LIMIT))
                .satisfies(route -> assertThat(route.primary()).isEqualTo(Availability.YES))
                .satisfies(route -> assertThat(route.term()).isEqualTo(7));
    }

    @Test
    void aRoutersCheckSeesItByTheStatus() throws IOException {
        ROUTES.publish(8, Availability.YES, Availability.OTHER, true);
        assertThat(post(ROUTER, "/primary", "")).isEmpty();
        assertThatThrownBy(() -> post(ROUTER, "/replica", "")).hasMessageStartingWith("status 404");

        ROUTES.publish(9, Availability.NO, Availability.YES, true);
        assertThatThrownBy(() -> post(ROUTER, "/primary", "")).hasMessageStartingWith("status 503");
        assertThat(post(ROUTER, "/replica", "")).isEmpty();
    }

    @Test
    void whoIsNotOfTheSiteIsNotHeard() {
        assertThatThrownBy(() -> new SmallQuestion(stranger, LIMIT).post(uri("/status"), ""))
                .isInstanceOf(IOException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("status "));
    }

    @Test
    void nonsenseIsNamedAndGoesNoFurther() {
        assertThatThrownBy(() -> post(AGENT, "/ask", "{\"machine\":")).hasMessageStartingWith("status 400");
        assertThatThrownBy(() -> post(AGENT, "/ask", "{}")).hasMessageStartingWith("status 400");
        assertThatThrownBy(() -> post(AGENT, "/ask", "[".repeat(50_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(AGENT, "/ask", " ".repeat(70_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(AGENT, "/announce", "not a state")).hasMessageStartingWith("status 400");
        assertThatThrownBy(() -> post(AGENT, "/route?seen=x&router=server2", ""))
                .hasMessageStartingWith("status 400");
        assertThatThrownBy(() -> post(AGENT, "/route", "")).hasMessageStartingWith("status 400");
        assertThatThrownBy(() -> post(AGENT, "/status/more", "")).hasMessageStartingWith("status 404");
        assertThat(DESK.asked).isEmpty();
    }

    /** Whoever asks would rather hear that than wait: he has a deadline of his own. */
    @Test
    void anAgentThatDoesNotComeToItSaysThatItIsBusy() {
        DESK.answer = _ -> new CompletableFuture<>();
        assertThatThrownBy(() -> peers(AGENT).ask(SELF, of(OTHER), 4)).hasMessage("status 503: the agent is busy");

        DESK.answer = _ -> CompletableFuture.failedFuture(new IllegalStateException("leaving"));
        assertThatThrownBy(() -> peers(AGENT).ask(SELF, of(OTHER), 4)).hasMessage("status 503: the agent is busy");
    }

    @Test
    void itTellsOfItself() throws IOException {
        assertThat(peers(AGENT).status(SELF)).isEqualTo("{\"self\":\"server1\"}");
        assertThat(post(AGENT, "/metrics", "")).isEqualTo("tandem_up 1\n");
    }

    private static Peers peers(String key) {
        return new Peers(OTHER, Map.of(SELF, "127.0.0.1"), address.getPort(), new SmallQuestion(context(key), LIMIT));
    }

    private static String post(String key, String path, String body) throws IOException {
        return new SmallQuestion(context(key), LIMIT).post(uri(path), body);
    }

    private static SSLContext context(String key) {
        return Objects.requireNonNull(keys.get(key));
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + address.getPort() + path);
    }

    private static MemberStatus of(MachineName machine) {
        return new MemberStatus(
                machine,
                3,
                false,
                true,
                null,
                GtidPosition.parse("0-1-20"),
                GtidPosition.parse("0-1-21"),
                4,
                Map.of(),
                null,
                null,
                null);
    }
}
