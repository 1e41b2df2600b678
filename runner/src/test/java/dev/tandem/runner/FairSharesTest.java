package dev.tandem.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.runner.gate.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One address against a runner with its usual limits, and what is left for others. */
@Timeout(300)
class FairSharesTest {
    private static final String ATTACKER = "192.0.2.1";

    /** For the site's own questions. */
    private static final int RESERVED = 16;

    private static final int STREAMS = Limits.USUAL.streams() / 2;

    private final List<RawClient> clients = new ArrayList<>();
    private final Browser browser = new Browser();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private TrialRunner runner;

    @BeforeEach
    void start() throws IOException {
        runner = TrialRunner.started(folder, Limits.USUAL);
    }

    @AfterEach
    void stop() throws Exception {
        browser.get(runner.port(), "/stream/release");
        for (RawClient client : clients) {
            client.close();
        }
        browser.close();
        runner.stop();
    }

    /** A request that is not waited for; its connection stays open. */
    private RawClient begin(String path, String address, String accept) throws IOException {
        RawClient client = new RawClient(runner.port());
        clients.add(client);
        client.say("GET " + path + " HTTP/1.1\r\nHost: site\r\nX-Forwarded-For: " + address + "\r\nAccept: " + accept
                + "\r\n\r\n");
        return client;
    }

    /** The status that came back; the connection stays open. */
    private int ask(String path, String address, String accept) throws IOException {
        return status(begin(path, address, accept));
    }

    private static int status(RawClient client) throws IOException {
        return Integer.parseInt(client.head().split(" ", 3)[1]);
    }

    private List<RawClient> hold(int count, IntFunction<String> address) throws IOException {
        double before = runner.metric("runner_requests_in_flight");
        List<RawClient> held = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            held.add(begin("/trial/hold", address.apply(number), "*/*"));
        }
        awaitMetric("runner_requests_in_flight", before + count);
        return held;
    }

    private static String other(int number) {
        return "198.51." + number / 256 + "." + number % 256;
    }

    private void awaitMetric(String name, double value) throws IOException {
        while (runner.metric(name) != value) {
            Thread.onSpinWait();
        }
    }

    private void othersGetAllPlacesForRequests() throws Exception {
        othersGet(Limits.USUAL.requests());
    }

    /** All at once, each from another address. */
    private void othersGet(int places) throws Exception {
        List<RawClient> held = hold(places, FairSharesTest::other);
        release();
        for (RawClient client : held) {
            assertThat(status(client)).isEqualTo(200);
        }
    }

    private void release() throws Exception {
        assertThat(browser.get(runner.port(), "/trial/release").statusCode()).isEqualTo(200);
    }

    /** However they are written, and whether they say at the door what they are. */
    @ParameterizedTest
    @CsvSource({
        "/stream/async, text/event-stream",
        "/stream/async, */*",
        "/stream/async-plain, */*",
        "/stream/blocking, text/event-stream",
        "/stream/blocking, */*"
    })
    void fiveHundredStreamsOfOneAddressLeaveOthersAllTheyNeed(String path, String accept) throws Exception {
        for (int number = 0; number < STREAMS; number++) {
            assertThat(ask(path, ATTACKER, accept)).as("stream %s", number).isEqualTo(200);
        }
        awaitMetric("runner_streams_in_flight", STREAMS);
        assertThat(ask(path, "192.0.2.2", accept)).isEqualTo(200);
        othersGetAllPlacesForRequests();
        browser.get(runner.port(), "/stream/release");
        awaitMetric("runner_requests_in_flight", 0);
        assertThat(runner.metric("runner_streams_in_flight")).isZero();
    }

    @Test
    void oneMoreIsRefusedAtTheDoorAndCostsNothing() throws Exception {
        for (int number = 0; number < STREAMS; number++) {
            assertThat(ask("/stream/async", ATTACKER, "text/event-stream")).isEqualTo(200);
        }
        awaitMetric("runner_streams_in_flight", STREAMS);
        assertThat(ask("/stream/async", ATTACKER, "text/event-stream")).isEqualTo(503);
        assertThat(runner.metric("runner_requests_refused_total")).isEqualTo(1);
        othersGetAllPlacesForRequests();
    }

    /** Streams that do not say so take, when no place for streams is left, what requests of the same address could. */
    @Test
    void oneMoreThatDoesNotSayWhatItIsTakesNoMoreThanARequest() throws Exception {
        int most = STREAMS + Limits.USUAL.requests() / 2;
        for (int number = 0; number < most; number++) {
            assertThat(ask("/stream/async-plain", ATTACKER, "*/*"))
                    .as("stream %s", number)
                    .isEqualTo(200);
        }
        assertThat(ask("/stream/async-plain", ATTACKER, "*/*")).isEqualTo(503);
        othersGet(Limits.USUAL.requests() / 2);
    }

    @Test
    void oneAddressThatComputesLeavesHalfToOthers() throws Exception {
        int half = Limits.USUAL.requests() / 2;
        List<RawClient> held = hold(half, _ -> "2001:db8::1");
        assertThat(ask("/trial/thread", "2001:db8::ffff:2", "*/*")).isEqualTo(503);
        othersGet(half);
        for (RawClient client : held) {
            assertThat(status(client)).isEqualTo(200);
        }
    }

    /** nginx hands a refused request on to another machine, but for the balancer's question how this one is. */
    @Test
    void whatIsRefusedMayBeAskedElsewhere() throws Exception {
        hold(Limits.USUAL.requests(), FairSharesTest::other);
        for (int number = 0; number < RESERVED; number++) {
            RawClient client = new RawClient(runner.port());
            clients.add(client);
            client.say("GET /trial/hold HTTP/1.1\r\nHost: site\r\n\r\n");
        }
        awaitMetric("runner_requests_in_flight", Limits.USUAL.requests() + RESERVED);
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            String head = refused(method, "X-Forwarded-For: 192.0.2.9\r\n");
            assertThat(head).contains("\r\nRetry-After: 1\r\n", "\r\nX-Accel-Redirect: @elsewhere\r\n");
            // nginx would put these into the answer of whoever is asked instead (ngx_http_upstream_headers_in).
            assertThat(head).doesNotContain("Cache-Control", "Content-Type", "Set-Cookie", "Expires");
        }
        assertThat(refused("GET", "")).doesNotContain("X-Accel-Redirect");
    }

    private String refused(String method, String header) throws IOException {
        try (RawClient client = new RawClient(runner.port())) {
            client.say(method + " /trial/thread HTTP/1.1\r\nHost: site\r\n" + header + "Content-Length: 0\r\n\r\n");
            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 503 ");
            return head;
        }
    }
}
