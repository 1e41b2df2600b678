package dev.tandem.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.LowestRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read and send as slowly as they can, against a runner whose patience is short, so that a test need not be long. */
@Timeout(120)
class SlowClientsTest {
    private static final LowestRate HASTY = new LowestRate(Duration.ofMillis(500), 10_000);

    /** For clients that keep to the rate, on a computer that may be slow. */
    private static final LowestRate PATIENT = new LowestRate(Duration.ofSeconds(10), 100);

    private static final int BETWEEN_BYTES_MILLIS = 25;

    /** More than the kernel takes on the way. */
    private static final int MANY_BLOCKS = 2_000;

    private static final int BLOCK_BYTES = 32 * 1_024;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private TrialRunner runner;

    private void start(Duration idle, Duration patience, LowestRate rate) throws IOException {
        runner = TrialRunner.started(folder, new Limits(16, 16, idle, patience, rate));
    }

    private void start(LowestRate rate) throws IOException {
        start(Limits.USUAL.idle(), Limits.USUAL.patience(), rate);
    }

    /** Of which a connection on which nothing happens is short. */
    private void startWithShortIdleTimes() throws IOException {
        start(Duration.ofMillis(1_500), Duration.ofSeconds(2), LowestRate.USUAL);
    }

    @AfterEach
    void stop() throws Exception {
        runner.stop();
    }

    private void awaitNothingRunning() throws IOException {
        while (runner.metric("runner_requests_in_flight") > 0) {
            Thread.onSpinWait();
        }
    }

    private RawClient began(String head) throws IOException {
        RawClient client = new RawClient(runner.port());
        client.say(head + " HTTP/1.1\r\nHost: site\r\nX-Forwarded-For: 192.0.2.1\r\n");
        return client;
    }

    @Test
    void whoReadsByteByByteIsCutOff() throws Exception {
        start(HASTY);
        try (RawClient client = began("GET /stream/flood?blocks=" + MANY_BLOCKS)) {
            client.say("\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            while (runner.metric("runner_requests_slow_total") == 0) {
                Thread.sleep(BETWEEN_BYTES_MILLIS);
                client.input().read();
            }
            awaitNothingRunning();
        }
    }

    @Test
    void whoReadsNothingIsCutOff() throws Exception {
        start(HASTY);
        try (RawClient client = began("GET /stream/flood?blocks=" + MANY_BLOCKS)) {
            client.say("\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            awaitNothingRunning();
            assertThat(runner.metric("runner_requests_slow_total")).isEqualTo(1);
        }
    }

    @Test
    void whoReadsAtTheRateGetsAll() throws Exception {
        start(PATIENT);
        int blocks = 200;
        try (RawClient client = began("GET /stream/flood?blocks=" + blocks)) {
            client.say("Connection: close\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            long all = 0;
            byte[] piece = new byte[BLOCK_BYTES];
            for (int read = client.input().read(piece);
                    read >= 0;
                    read = client.input().read(piece)) {
                all += read;
                Thread.sleep(1);
            }
            assertThat(all).isGreaterThanOrEqualTo((long) blocks * BLOCK_BYTES);
            assertThat(runner.metric("runner_requests_slow_total")).isZero();
        }
    }

    @Test
    void whoSendsByteByByteIsCutOff() throws Exception {
        start(HASTY);
        try (RawClient client = began("POST /stream/count")) {
            client.say("Content-Length: 100000\r\n\r\n");
            assertThatThrownBy(() -> {
                        while (true) {
                            Thread.sleep(BETWEEN_BYTES_MILLIS);
                            client.say("x");
                        }
                    })
                    .isInstanceOf(IOException.class);
            awaitNothingRunning();
            assertThat(runner.metric("runner_requests_slow_total")).isEqualTo(1);
        }
    }

    @Test
    void whoSendsAtTheRateIsRead() throws Exception {
        start(PATIENT);
        try (RawClient client = began("POST /stream/count")) {
            client.say("Content-Length: 40000\r\nConnection: close\r\n\r\n");
            for (int piece = 0; piece < 40; piece++) {
                Thread.sleep(BETWEEN_BYTES_MILLIS);
                client.say("x".repeat(1_000));
            }
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).contains("40000");
            assertThat(runner.metric("runner_requests_slow_total")).isZero();
        }
    }

    /** What the application takes for itself is not the client's time: here 3 s for what should come within 0.8. */
    @Test
    void aSlowApplicationIsNotAClientsFault() throws Exception {
        start(HASTY);
        try (RawClient client = began("POST /stream/count?pause=1000")) {
            client.say("Content-Length: 3000\r\nConnection: close\r\n\r\n" + "x".repeat(3_000));
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).contains("3000");
        }
    }

    /** nginx has gone by then; nothing but writing would show it. */
    @Test
    void aStreamThatSaysNothingForLongerThanAnybodyWaitsIsOver() throws Exception {
        startWithShortIdleTimes();
        try (RawClient client = began("GET /stream/async")) {
            client.say("\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            awaitNothingRunning();
            client.rest();
        }
    }

    /** Only its connection is idle: the request is at work. */
    @Test
    void aRequestThatTakesItsTimeIsLetAlone() throws Exception {
        startWithShortIdleTimes();
        try (RawClient client = began("GET /trial/wait?ms=5000")) {
            client.say("Connection: close\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).contains("waited");
        }
    }
}
