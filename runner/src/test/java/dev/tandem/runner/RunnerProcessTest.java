package dev.tandem.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the whole process does: signals, exit codes, lines in the log. */
@Timeout(20)
class RunnerProcessTest {
    /** More than processors, and fewer than the default limit of requests. */
    private static final int COMPUTING = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path release;

    private Map<String, String> environment(String drain) throws IOException {
        return Map.of(
                "RUNNER_APPLICATION",
                TrialApplication.answering(release).toString(),
                "RUNNER_LISTEN",
                "127.0.0.1:0",
                "RUNNER_MANAGEMENT",
                socket().toString(),
                "RUNNER_DRAIN",
                drain);
    }

    private Path socket() {
        return release.resolve("management.sock");
    }

    private void awaitInFlight(int requests) throws Exception {
        ManagementDoor management = new ManagementDoor(socket());
        while (!management.get("/metrics").body().contains("runner_requests_in_flight " + requests + ".0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void onSigtermWhatIsRunningFinishesAndNewConnectionsAreRefused() throws Exception {
        try (RunnerProcess runner = RunnerProcess.start(environment("10s"));
                Browser browser = new Browser()) {
            runner.awaitReady();
            CompletableFuture<HttpResponse<String>> slow = browser.begin(runner.port(), "/trial/hold");
            CompletableFuture<HttpResponse<String>> warm = browser.begin(runner.port(), "/trial/thread");
            assertThat(warm.join().statusCode()).isEqualTo(200);
            awaitInFlight(1);
            runner.terminate();
            runner.awaitLine("draining: 1 requests are running");
            assertThat(new ManagementDoor(socket()).get("/ready").body()).isEqualTo("draining\n");
            awaitRefusal(runner.port());
            // A connection that was open before is still served, and told to close.
            HttpResponse<String> late = browser.get(runner.port(), "/trial/release");
            assertThat(late.statusCode()).isEqualTo(200);
            assertThat(late.headers().firstValue("connection")).contains("close");
            assertThat(slow.join().statusCode()).isEqualTo(200);
            assertThat(slow.join().body()).isEqualTo("released\n");
            assertThat(runner.exitCode()).isZero();
            assertThat(runner.lines()).anyMatch(line -> line.startsWith("<6>runner drained: 2 finished, 0 cut, "));
        }
    }

    /** They hold every processor until the last line; with the JDK's own number of carriers nothing else gets a turn before. */
    @Test
    void requestsThatComputeWithoutEndLeaveATurnToOthers() throws Exception {
        try (RunnerProcess runner = RunnerProcess.start(environment("10s"));
                Browser browser = new Browser()) {
            runner.awaitReady();
            List<CompletableFuture<HttpResponse<String>>> computing = IntStream.range(0, COMPUTING)
                    .mapToObj(_ -> browser.begin(runner.port(), "/trial/compute", "X-Forwarded-For", "192.0.2.1"))
                    .toList();
            awaitInFlight(COMPUTING);
            assertThat(browser.get(runner.port(), "/trial/thread").statusCode()).isEqualTo(200);
            assertThat(new ManagementDoor(socket()).get("/ready").body()).isEqualTo("ready\n");
            assertThat(computing).noneMatch(CompletableFuture::isDone);
            browser.get(runner.port(), "/trial/release");
            assertThat(computing)
                    .allSatisfy(each -> assertThat(each.join().body()).isEqualTo("released\n"));
        }
    }

    private static void awaitRefusal(int port) {
        assertThatThrownBy(() -> {
                    while (true) {
                        new Socket(InetAddress.getLoopbackAddress(), port).close();
                    }
                })
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void errorsAndWhatTheDeadlineCutAreLoggedWithTheRequestsId() throws Exception {
        try (RunnerProcess runner = RunnerProcess.start(environment("200ms"));
                Browser browser = new Browser()) {
            runner.awaitReady();
            browser.get(runner.port(), "/trial/unknown?token=secret", "X-Request-Id", "abc-1");
            CompletableFuture<HttpResponse<String>> slow =
                    browser.begin(runner.port(), "/trial/hold", "X-Request-Id", "slow-1");
            awaitInFlight(1);
            runner.terminate();
            int exit = runner.exitCode();
            assertThat(exit).as("%s", runner.lines()).isEqualTo(Main.CUT);
            assertThat(runner.lines())
                    .anyMatch(
                            line -> line.startsWith(
                                    "<4>runner cut after the drain deadline of 200 ms: request=slow-1 method=GET path=/trial/hold"))
                    .anyMatch(line -> line.startsWith("<4>runner drained: 0 finished, 1 cut, "));
            assertThat(runner.lines())
                    .anyMatch(line -> line.matches(
                            "<3>runner.request request=abc-1 method=GET path=/trial/unknown ms=\\d+ status=500"))
                    .noneMatch(line -> line.contains("secret"))
                    .filteredOn(line -> line.contains("java.lang.IllegalStateException: no answer to /unknown"))
                    .hasSize(1);
            assertThatThrownBy(slow::join).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aWrongEnvironmentEndsWithAllItsProblemsAndTwo() throws Exception {
        try (RunnerProcess runner = RunnerProcess.start(Map.of("RUNNER_DRAIN", "soon"))) {
            assertThat(runner.exitCode()).isEqualTo(Main.MISUSED);
            assertThat(runner.lines()).hasSize(4).allMatch(line -> line.startsWith("<3>runner RUNNER_"));
        }
    }

    @Test
    void anApplicationThatDoesNotStartEndsWithOneAndItsReason(@TempDir Path broken) throws Exception {
        Map<String, String> environment = Map.of(
                "RUNNER_APPLICATION", TrialApplication.failing(broken).toString(),
                "RUNNER_LISTEN", "127.0.0.1:0",
                "RUNNER_MANAGEMENT", socket().toString());
        try (RunnerProcess runner = RunnerProcess.start(environment)) {
            assertThat(runner.exitCode()).isEqualTo(Main.FAILED);
            assertThat(runner.lines()).anyMatch(line -> line.contains("the licence has run out"));
        }
    }

    @Test
    void theTrainingRunServesItselfAndEnds() throws Exception {
        try (RunnerProcess runner = RunnerProcess.start(Map.of(), "--train")) {
            assertThat(runner.exitCode()).isZero();
            assertThat(runner.lines()).anyMatch(line -> line.contains("drained: 0 finished, 0 cut"));
        }
    }
}
