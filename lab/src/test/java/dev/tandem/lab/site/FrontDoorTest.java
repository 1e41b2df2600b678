package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users meet before the application: HTTPS alone, no other site, no names of programs, and limits. */
@OnTheSite
class FrontDoorTest {
    private static final String CURL = "curl -sS --max-time 10 ";
    private static final int TRICKLES = 20;
    /** Ten seconds for the head or the body, and some for a busy computer. */
    private static final Duration CUT_WITHIN = Duration.ofSeconds(15);

    @ParameterizedTest
    @CsvSource({"HEAD, 301", "GET, 301", "POST, 308", "DELETE, 308"})
    void withoutTlsThereIsNothingButTheWayToIt(String method, String status, SiteUnderTest site) {
        String answer = site.onClient(CURL + "-i -X \"$1\" --head 'http://www.foobar.com/api/tags?limit=1'", method);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("location: https://www.foobar.com/api/tags?limit=1")
                .contains("content-length: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void whoAsksForAnotherSiteIsTurnedAway(String scheme, SiteUnderTest site) {
        assertThat(site.onClient(
                        CURL + "-w ' %{http_code}' -H 'Host: www.example.org' \"$1://www.foobar.com/\"", scheme))
                .isEqualTo("no such site here\n 421");
    }

    @Test
    void browsersGetHttp2AndOldProgramsHttp1(SiteUnderTest site) {
        String version = CURL + "-o /dev/null -w '%{http_version} %{http_code}' https://www.foobar.com/";

        assertThat(site.onClient(version)).isEqualTo("2 200");
        assertThat(site.onClient(version + " --http1.1")).isEqualTo("1.1 200");
    }

    /** A key for tickets that is never changed would open every recorded connection once it is stolen. */
    @Test
    void noSessionTicketIsGivenOut(SiteUnderTest site) {
        String session = site.onClient(
                "timeout 5 openssl s_client -tls1_2 -connect www.foobar.com:443 -servername www.foobar.com < /dev/null"
                        + " 2>/dev/null");

        assertThat(session).contains("Protocol  : TLSv1.2").doesNotContain("TLS session ticket");
    }

    @Test
    void whatTheApplicationSaysOfSecurityStands(SiteUnderTest site) {
        // A page of nginx's own, of which nobody says anything else.
        assertThat(head(site, "/.nothing"))
                .contains("x-frame-options: SAMEORIGIN")
                .contains("referrer-policy: strict-origin-when-cross-origin")
                .contains("strict-transport-security: max-age=31536000");
        assertThat(head(site, "/api/tags"))
                .contains("content-security-policy: default-src 'none'; frame-ancestors 'none'")
                .doesNotContain("x-frame-options");
        assertThat(head(site, "/")).contains("content-security-policy: ").doesNotContain("x-frame-options");
        site.disturb();
        for (String server : SiteUnderTest.SERVERS) {
            // As an application would: its answers pass here.
            site.on(
                    server,
                    "sed -i 's/server_name _;/& add_header X-Frame-Options DENY; add_header Referrer-Policy no-referrer;/'"
                            + " /etc/nginx/nginx.conf && systemctl reload nginx");
        }
        SiteUnderTest.await(
                "what the application says",
                Duration.ofSeconds(5),
                () -> head(site, "/api/tags").contains("x-frame-options: DENY"));
        assertThat(head(site, "/api/tags"))
                .contains("referrer-policy: no-referrer")
                .doesNotContain("SAMEORIGIN")
                .doesNotContain("strict-origin-when-cross-origin");
    }

    @Test
    void noAnswerSaysWhichProgramsTheseAre(SiteUnderTest site) {
        List<String> requests = List.of(
                "https://www.foobar.com/",
                "http://www.foobar.com/",
                "https://www.foobar.com/api/tags",
                "https://www.foobar.com/nothing.html",
                "https://www.foobar.com/.git/config",
                "https://www.foobar.com/%25%25",
                "-X TRACE https://www.foobar.com/",
                "-X DELETE https://www.foobar.com/styles.css",
                "-X BREW https://www.foobar.com/",
                "-H 'Range: bytes=99999999-' https://www.foobar.com/styles.css",
                "-H 'Host: x' https://www.foobar.com/",
                "--path-as-is https://www.foobar.com/../../etc/passwd",
                "--http1.1 -H \"X-Big: $(head -c 20000 /dev/zero | tr '\\0' a)\" https://www.foobar.com/");
        StringBuilder script = new StringBuilder();
        requests.forEach(
                request -> script.append(CURL).append("-i ").append(request).append("; echo; "));
        script.append("printf 'GET / HTTP/1.1\\r\\nHo st: x\\r\\n\\r\\n' | timeout 5 openssl s_client -quiet -connect"
                + " www.foobar.com:443 2>/dev/null || true; ");
        String answers = site.onClient(script.toString()) + site.on("lb1", "cat /etc/haproxy/errors/*.http");

        assertThat(answers.lines().filter(line -> line.matches("HTTP/[0-9.]+ [0-9]{3}.*")))
                .as(answers)
                .hasSizeGreaterThanOrEqualTo(requests.size() + 1);
        assertThat(answers)
                .doesNotContainIgnoringCase("nginx", "haproxy", "jetty", "powered-by", "openjdk", "debian")
                .doesNotContainPattern("(?im)^server:");
        assertThat(site.onClient("dig +short +time=2 +tries=1 @10.80.0.11 version.bind CH TXT"))
                .doesNotContainIgnoringCase("knot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-H Expect:", "-H Expect: -H Transfer-Encoding:chunked --http1.1"})
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot(String options, SiteUnderTest site) {
        assertThat(site.onClient("head -c 9000000 /dev/zero > /tmp/body; " + CURL + options
                        + " -o /dev/null -w '%{http_code}' --data-binary @/tmp/body https://www.foobar.com/api/users"))
                .isEqualTo("413");
    }

    @Test
    void aHeadThatIsTooLargeIsRefused(SiteUnderTest site) {
        assertThat(site.onClient(CURL + "--http1.1 -o /dev/null -w '%{http_code}'"
                        + " -H \"X-Big: $(head -c 20000 /dev/zero | tr '\\0' a)\" https://www.foobar.com/"))
                .isEqualTo("400");
    }

    /** What a page of another site could measure must not depend on what is in the answer (BREACH). */
    @Test
    void anAnswerToAPageOfAnotherSiteIsNotCompressed(SiteUnderTest site) {
        String encoding = CURL + "-o /dev/null -w '%header{content-encoding}' -H 'Accept-Encoding: gzip' ";
        String page = "https://www.foobar.com/styles.css";

        assertThat(site.onClient(encoding + page)).isEqualTo("gzip");
        assertThat(site.onClient(encoding + "-H 'Referer: https://www.foobar.com/x' " + page))
                .isEqualTo("gzip");
        assertThat(site.onClient(encoding + "-H 'Referer: https://www.example.org/' " + page))
                .isEmpty();
        assertThat(site.onClient(encoding + "-H 'Sec-Fetch-Site: cross-site' " + page))
                .isEmpty();
    }

    @Test
    void whatTricklesInIsCutAndKeepsNobodyElseFromBeingServed(SiteUnderTest site)
            throws IOException, GeneralSecurityException {
        SSLSocketFactory secure = LoadProgram.trusting(site.authority()).getSocketFactory();
        List<CompletableFuture<Duration>> trickles = new ArrayList<>();
        for (int index = 0; index < TRICKLES; index++) {
            trickles.add(trickle(site, secure, "GET / HTTP/1.1\r\nHost: www.foobar.com\r\nX-Slow: "));
            trickles.add(trickle(
                    site,
                    secure,
                    "POST /api/users HTTP/1.1\r\nHost: www.foobar.com\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 900\r\n\r\n{"));
        }

        String others = site.onClient("for i in 1 2 3 4 5 6 7 8 9 10; do " + CURL
                + "-o /dev/null -w '%{http_code} ' https://www.foobar.com/api/tags; sleep 0.5; done");

        assertThat(others.strip().split(" ")).hasSize(10).containsOnly("200");
        assertThat(trickles)
                .allSatisfy(trickle -> assertThat(trickle.join())
                        .as("how long one that trickles is listened to")
                        .isBetween(Duration.ofSeconds(5), CUT_WITHIN));
    }

    /** Sends a byte twice a second, and says after which time it was told to go or cut off. */
    private static CompletableFuture<Duration> trickle(SiteUnderTest site, SSLSocketFactory secure, String beginning) {
        CompletableFuture<Duration> cut = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            long begin = System.nanoTime();
            try (Socket plain = site.connect(SiteUnderTest.VIRTUAL_ADDRESS, 443);
                    Socket socket = secure.createSocket(plain, SiteUnderTest.NAME, 443, true)) {
                socket.setSoTimeout(Math.toIntExact(CUT_WITHIN.plusSeconds(10).toMillis()));
                OutputStream output = socket.getOutputStream();
                output.write(beginning.getBytes(StandardCharsets.US_ASCII));
                Thread.ofVirtual().start(() -> keepSending(output));
                int first = socket.getInputStream().read();
                assertThat(first)
                        .as("the beginning of HTTP/1.1 408, or the end")
                        .isIn((int) 'H', -1);
                cut.complete(Duration.ofNanos(System.nanoTime() - begin));
            } catch (IOException | AssertionError e) {
                cut.completeExceptionally(e);
            }
        });
        return cut;
    }

    private static void keepSending(OutputStream output) {
        try {
            while (true) {
                output.write('x');
                output.flush();
                SiteUnderTest.pause(Duration.ofMillis(500));
            }
        } catch (IOException e) {
            // It was cut.
        }
    }

    private static String head(SiteUnderTest site, String path) {
        return site.onClient(CURL + "-o /dev/null -D - \"https://www.foobar.com$1\"", path);
    }
}
