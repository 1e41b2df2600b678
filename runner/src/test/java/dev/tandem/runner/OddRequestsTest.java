package dev.tandem.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.runner.gate.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the servlet container answers by itself tells nobody which one it is, nor what it found wrong, nor what it was sent. */
class OddRequestsTest {
    private static final String HOST = "Host: site\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TrialRunner runner;

    @BeforeAll
    static void start() throws IOException {
        runner = TrialRunner.started(folder, Limits.USUAL);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        runner.stop();
    }

    private static Arguments odd(int status, String request) {
        return Arguments.of(status, request);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                // Hosts.
                odd(400, "GET /secret HTTP/1.1\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\nHost:\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\nHost: a b\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\nHost: [::1\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\nHost: site:port\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\nHost: site\r\nHost: site\r\n"),
                odd(400, "GET http://other/secret HTTP/1.1\r\n" + HOST),
                odd(404, "GET http://site/secret HTTP/1.1\r\n" + HOST),
                // Methods.
                odd(405, "TRACE /secret HTTP/1.1\r\nCookie: secret=1\r\n" + HOST),
                odd(501, "BREW /secret HTTP/1.1\r\n" + HOST),
                odd(405, "CONNECT site:80 HTTP/1.1\r\n" + HOST),
                odd(404, "OPTIONS * HTTP/1.1\r\n" + HOST),
                odd(405, "DELETE / HTTP/1.1\r\n" + HOST),
                odd(501, "get /secret HTTP/1.1\r\n" + HOST),
                odd(426, "PRI * HTTP/2.0\r\n"),
                odd(400, "G\u0001T /secret HTTP/1.1\r\n" + HOST),
                // Versions.
                odd(505, "GET /secret HTTP/0.9\r\n" + HOST),
                odd(505, "GET /secret HTTP/3.0\r\n" + HOST),
                odd(505, "GET /secret HTTPS/1.1\r\n" + HOST),
                odd(505, "GET /secret\r\n"),
                // Paths.
                odd(400, "GET secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /secret%2fx HTTP/1.1\r\n" + HOST),
                odd(400, "GET /%zz/secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /%00secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /..%2fsecret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /../../secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /a/..;/secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /%c0%af/secret HTTP/1.1\r\n" + HOST),
                odd(400, "GET /<script>secret HTTP/1.1\r\n" + HOST),
                odd(404, "GET /secret?x=%ff%zz HTTP/1.1\r\n" + HOST),
                odd(404, "GET /WEB-INF/web.xml HTTP/1.1\r\n" + HOST),
                odd(404, "GET /META-INF/ HTTP/1.1\r\n" + HOST),
                odd(403, "GET /pictures/ HTTP/1.1\r\n" + HOST),
                odd(414, "GET /secret" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST),
                // Headers.
                odd(431, "GET /secret HTTP/1.1\r\n" + HOST + "X-Long: " + "x".repeat(20_000) + "\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\n" + HOST + "A B: c\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\n" + HOST + ": c\r\n"),
                odd(400, "GET /secret HTTP/1.1\r\n" + HOST + " folded\r\n"),
                odd(400, "POST /secret HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n"),
                odd(400, "POST /secret HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n"),
                odd(400, "POST /secret HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
                odd(400, "POST /secret HTTP/1.1\r\n" + HOST + "Transfer-Encoding: secret\r\n"),
                odd(417, "POST /secret HTTP/1.1\r\n" + HOST + "Expect: secret\r\nContent-Length: 0\r\n"),
                odd(404, "GET /secret HTTP/1.1\r\n" + HOST + "Accept: application/json\r\n"),
                odd(404, "GET /secret HTTP/1.1\r\n" + HOST + "Accept: text/plain\r\n"),
                odd(404, "GET /secret HTTP/1.1\r\n" + HOST + "Accept: image/secret\r\n"),
                odd(404, "GET /secret HTTP/1.1\r\n" + HOST + "Accept-Charset: secret\r\n"),
                odd(
                        404,
                        "GET /secret HTTP/1.1\r\n" + HOST
                                + "Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n"),
                odd(
                        404,
                        "GET /secret HTTP/1.1\r\n" + HOST
                                + "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n"),
                odd(500, "GET /trial/secret HTTP/1.1\r\n" + HOST),
                odd(500, "GET /trial/secret HTTP/1.1\r\n" + HOST + "Accept: application/json\r\n"),
                odd(500, "GET /trial/secret HTTP/1.1\r\n" + HOST + "Accept: text/plain\r\n"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAnsweredWithItsStatusAndNothingElse(int status, String request) throws IOException {
        try (RawClient client = new RawClient(runner.port())) {
            client.say(request + (request.contains("HTTP/1.1\r\n") ? "Connection: close\r\n\r\n" : "\r\n"));
            String answer = client.rest();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer)
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContainIgnoringCase("servlet")
                    .doesNotContainIgnoringCase("eclipse")
                    .doesNotContainIgnoringCase("exception")
                    .doesNotContainIgnoringCase("\nServer:")
                    .doesNotContainIgnoringCase("X-Powered-By")
                    .doesNotContain("\tat ", ".java", "12.1", "secret", "<script", "URI:", "Ambiguous", "Illegal");
        }
    }
}
