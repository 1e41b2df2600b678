package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.lab.computer.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of a bench, run on this computer against a site of the test, with a wrk that prints what the test says. */
class BenchTest {
    private static final String WELL = """
              Latency Distribution
                 50%    2.75ms
                 99%   39.94ms
              100 requests in 3.00s, 28.62MB read
            Requests/sec:   33.33
            """;
    private static final String BAD = WELL.replace("Requests/sec", "  Non-2xx or 3xx responses: 7\nRequests/sec");

    @TempDir
    Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer site;
    private int status = 200;
    private String answer = "{\"user\":{\"token\":\"t0k3n\"}}";

    @BeforeEach
    void opens() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", this::answers);
        site.start();
    }

    @AfterEach
    void closes() {
        site.stop(0);
    }

    @Test
    void whatIsAnsweredWellIsMeasured() throws IOException {
        assertThat(measured("static", "/", WELL).requests()).isEqualTo(100);
        assertThat(asked).containsExactly("GET / of www.foobar.com");
    }

    @Test
    void aWriterIsSignedUpAndTriedBefore() throws IOException {
        assertThat(measured("write", "/api/articles", WELL).requestsPerSecond()).isEqualTo(33.33);
        assertThat(asked)
                .containsExactly(
                        "POST /api/users of www.foobar.com", "POST /api/articles of www.foobar.com Token t0k3n");
    }

    @Test
    void aPageThatIsNotThereIsNotMeasuredAndWhatCameBackIsSaid() {
        status = 404;
        answer = "<h1>Not\n  Found</h1>";
        assertRefused("read", "/api/articles", WELL, "answered 404: <h1>Not Found</h1>");
        assertThat(folder.resolve("wrk-ran")).doesNotExist();
    }

    /** wrk counts a redirect as good. */
    @Test
    void aRedirectIsNotMeasuredEither() {
        status = 302;
        answer = "";
        assertRefused("static", "/", WELL, "answered 302: ");
    }

    @Test
    void whoCannotSignUpWritesNothing() {
        status = 422;
        answer = "no more users";
        assertRefused("write", "/api/articles", WELL, "answered 422: no more users");
        assertThat(asked).containsExactly("POST /api/users of www.foobar.com");
    }

    @Test
    void answersThatTurnBadUnderLoadAreNotMeasured() {
        assertRefused("static", "/", BAD, "7 of 100 answers", "asked once more, it answered well");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsStillBadAfterTheLoadIsSaid() {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> Bench.measured(
                        "static", (BAD + "answered 503: too much to do").lines().toList()))
                .withMessageContaining(
                        "7 of 100 answers to static were not 2xx; asked once more, it answered 503: too much");
    }

    private void assertRefused(String kind, String path, String printed, String... words) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> measured(kind, path, printed))
                .satisfies(refused -> assertThat(refused.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(words));
    }

    private WrkOutput measured(String kind, String path, String printed) throws IOException {
        Files.writeString(folder.resolve("printed"), printed);
        Path wrk = folder.resolve("wrk");
        Files.writeString(wrk, "#!/bin/sh\ntouch '" + folder + "/wrk-ran'\ncat '" + folder + "/printed'\n");
        assertThat(wrk.toFile().setExecutable(true)).isTrue();
        String url = "http://127.0.0.1:" + site.getAddress().getPort() + path;
        String said = Command.of(
                        "env",
                        "PATH=" + folder + ":" + System.getenv("PATH"),
                        "no_proxy=*",
                        "sh",
                        "-euc",
                        script(),
                        "sh",
                        kind,
                        url,
                        "www.foobar.com",
                        "3",
                        "16")
                .run();
        return Bench.measured(kind, said.lines().toList());
    }

    private static String script() throws IOException {
        try (var stream = Bench.class.getResourceAsStream("bench.sh")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void answers(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " of "
                + exchange.getRequestHeaders().getFirst("Host") + (token == null ? "" : " " + token));
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
