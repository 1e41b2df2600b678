package dev.tandem.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.runner.configuration.DatabaseConfiguration;
import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.LowestRate;
import dev.tandem.runner.life.ApplicationFailure;
import dev.tandem.runner.life.RunnerState;
import dev.tandem.runner.management.DatabaseChange;
import dev.tandem.runner.management.ManagementServer;
import dev.tandem.runner.management.RunnerMetrics;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A runner in this JVM, with a small application and a database that is away. */
class RunnerTest {
    private static final int LIMIT = 3;
    private static final Limits LIMITS =
            new Limits(LIMIT, LIMIT, Limits.USUAL.idle(), Limits.USUAL.patience(), LowestRate.USUAL);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Runner runner;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static ManagementDoor management;

    @BeforeAll
    static void start() throws IOException {
        Path release = Files.createDirectories(directory.resolve("releases/r7"));
        TrialApplication.answering(release);
        Path current = Files.createSymbolicLink(directory.resolve("current"), release);
        RunnerConfiguration configuration = configuration(current.resolve("app"));
        runner = new Runner(configuration, "test", assignments -> {});
        management = new ManagementDoor(configuration.management());
        browser = new Browser();
        assertThat(runner.port()).isZero();
        runner.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        browser.close();
        runner.stop();
    }

    private static RunnerConfiguration configuration(Path application) {
        Endpoint anyPort = Endpoint.parse("127.0.0.1:0");
        String nobody = "jdbc:mariadb://127.0.0.1:1/site";
        return new RunnerConfiguration(
                application,
                anyPort,
                Optional.empty(),
                application.resolveSibling("management.sock"),
                Duration.ZERO,
                Duration.ofSeconds(1),
                LIMITS,
                Optional.of(new DatabaseConfiguration(nobody, nobody, "site", "hush", 1)));
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return browser.get(runner.port(), path, headers);
    }

    private static String metric(String line) throws Exception {
        String text = management.get("/metrics").body();
        return text.lines().filter(each -> each.startsWith(line)).findFirst().orElse("");
    }

    @Test
    void requestsRunOnVirtualThreads() throws Exception {
        assertThat(get("/trial/thread").body()).isEqualTo("true\n");
    }

    @Test
    void theDataSourceIsInJndiWithTheDatabaseAway() throws Exception {
        assertThat(get("/trial/data-source").body()).isEqualTo("a DataSource\n");
    }

    @Test
    void theDataSourceIsInjectedByItsName() throws Exception {
        assertThat(get("/injected").body()).isEqualTo("a DataSource\n");
    }

    @Test
    void theApplicationDoesNotSeeTheRunner() throws Exception {
        assertThat(get("/trial/sees-runner").body()).isEqualTo("hidden\n");
    }

    @Test
    void theSchemeAndClientAreThoseThatTheWebServerSaw() throws Exception {
        assertThat(get("/trial/scheme", "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.7")
                        .body())
                .isEqualTo("https 192.0.2.7\n");
    }

    @Test
    void theServerDoesNotTellWhatItIs() throws Exception {
        assertThat(get("/").headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void sessionCookiesAreHttpOnlyAndNeverInTheAddress() throws Exception {
        assertThat(get("/trial/session").headers().firstValue("set-cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void directoriesAreNotListedAndWebInfIsNotServed() throws Exception {
        assertThat(get("/").body()).isEqualTo("front page");
        assertThat(get("/pictures/").statusCode()).isEqualTo(403);
        assertThat(get("/WEB-INF/classes/").statusCode()).isEqualTo(404);
    }

    @Test
    void anErrorPageTellsNothingOfTheException() throws Exception {
        HttpResponse<String> answer = get("/trial/unknown");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("500").doesNotContain("IllegalStateException", "TrialServlet", "no answer");
    }

    @Test
    void moreRequestsThanTheLimitAreRefusedAtOnce() throws Exception {
        CompletableFuture<?>[] held = new CompletableFuture<?>[LIMIT];
        for (int request = 0; request < LIMIT; request++) {
            held[request] = browser.begin(runner.port(), "/trial/wait?ms=700", "X-Forwarded-For", "192.0.2." + request);
        }
        while (!metric("runner_requests_in_flight").endsWith(" 3.0")) {
            Thread.onSpinWait();
        }
        HttpResponse<String> refused = get("/trial/thread", "X-Forwarded-For", "192.0.2.7");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(metric("runner_requests_refused_total")).isNotEqualTo("runner_requests_refused_total 0.0");
        CompletableFuture.allOf(held).join();
    }

    @Test
    void metricsTellTheReleaseAndThePools() throws Exception {
        assertThat(metric("runner_build_info")).isEqualTo("runner_build_info{release=\"r7\",version=\"test\"} 1");
        assertThat(metric("runner_state{state=\"ready\"}")).endsWith(" 1.0");
        assertThat(metric("runner_database_connections{pool=\"primary\",state=\"active\"}"))
                .endsWith(" 0.0");
        assertThat(metric("jvm_memory_used_bytes")).isNotEmpty();
    }

    @Test
    void readinessIsAnsweredOnASocketOfItsOwn() throws Exception {
        ManagementDoor.Answer ready = management.get("/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\n");
        assertThat(ready.head()).doesNotContainIgnoringCase("jetty");
        assertThat(management.get("/other").status()).isEqualTo(404);
    }

    @Test
    void thePauseForThePrimaryIsAskedForOverHttp() throws Exception {
        ManagementDoor.Answer paused = management.post("/database/pause?millis=200");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.body()).contains("nothing is under way");
        assertThat(management.post("/database/resume").status()).isEqualTo(200);
        assertThat(management.get("/database/pause?millis=200").status()).isEqualTo(405);
        assertThat(management.post("/database/read-elsewhere").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?millis=0", "?millis=5001", "?millis=99999999999", "?millis=-1", "?seconds=1"})
    void aPauseWithoutABoundIsRefused(String query) throws Exception {
        ManagementDoor.Answer answer = management.post("/database/pause" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("millis=5000");
    }

    @Test
    void aClientThatWroteNothingGetsNoCookie() throws Exception {
        assertThat(get("/trial/thread", "Cookie", "tandem_wrote=0-1-5")
                        .headers()
                        .allValues("set-cookie"))
                .isEmpty();
    }

    @Test
    void beforeItsStartARunnerIsNotReady(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("starting.sock");
        try (ManagementServer starting = new ManagementServer(
                socket,
                () -> RunnerState.STARTING,
                new RunnerMetrics("test", "r7"),
                () -> {},
                new DatabaseChange(Optional::empty, () -> {}))) {
            starting.start();
            ManagementDoor.Answer answer = new ManagementDoor(socket).get("/ready");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("starting\n");
        }
        assertThat(socket).doesNotExist();
    }

    /** Whoever may enter the socket's directory may give orders, and nobody else: the process's umask keeps others out besides. */
    @Test
    void aSocketThatAKilledRunnerLeftIsTakenAndOneThatIsAnsweredIsNot(@TempDir Path release) throws Exception {
        RunnerConfiguration free = configuration(TrialApplication.answering(release));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(free.management()));
        }
        assertThat(free.management()).exists();
        Runner first = new Runner(free, "test", assignments -> {});
        try {
            first.start();
            assertThat(new ManagementDoor(free.management()).get("/ready").status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> new Runner(free, "test", assignments -> {}))
                    .isInstanceOf(ApplicationFailure.class)
                    .hasMessageContaining("somebody listens there already");
        } finally {
            first.stop();
        }
    }

    @Test
    void anApplicationThatCannotStartIsTold(@TempDir Path release) throws Exception {
        Runner failing = new Runner(configuration(TrialApplication.failing(release)), "test", assignments -> {});
        assertThatThrownBy(failing::start)
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("the licence has run out");
        failing.stop();
    }

    @Test
    void aPortThatIsTakenIsTold(@TempDir Path release) throws Exception {
        RunnerConfiguration free = configuration(TrialApplication.answering(release));
        RunnerConfiguration taken = new RunnerConfiguration(
                free.application(),
                Endpoint.parse("127.0.0.1:" + runner.port()),
                Optional.empty(),
                free.management(),
                free.linger(),
                free.drain(),
                LIMITS,
                Optional.empty());
        Runner second = new Runner(taken, "test", assignments -> {});
        assertThatThrownBy(second::start)
                .hasMessageContaining("cannot listen")
                .hasMessageContaining("127.0.0.1:" + runner.port());
        second.stop();
    }

    @Test
    void aDirectoryThatIsNotAnUnpackedWarIsTold(@TempDir Path empty) {
        assertThatThrownBy(() -> new Runner(configuration(empty), "test", assignments -> {}))
                .hasMessageContaining("it has no WEB-INF");
        assertThatThrownBy(() -> new Runner(configuration(empty.resolve("none")), "test", assignments -> {}))
                .hasMessageContaining("cannot be found");
    }
}
