package dev.tandem.runner.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.protocol.tls.PemIdentity;
import dev.tandem.runner.TrialApplication;
import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.configuration.TlsConfiguration;
import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.gate.RequestGate;
import dev.tandem.runner.management.RunnerMetrics;
import dev.tandem.runner.tls.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that other machines reach, with certificates that openssl made. */
class TlsListenerTest {
    private static final String MAKE = """
            set -eu
            authority() {
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \\
                    -keyout "$1.key" -out "$1.crt"
            }
            leaf() { # authority, file, name
                openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$3" \\
                    -keyout "$2.key" -out "$2.csr"
                printf 'subjectAltName=DNS:%s,IP:127.0.0.1' "$3" > "$2.ext"
                openssl x509 -req -in "$2.csr" -CA "$1.crt" -CAkey "$1.key" -days 2 -extfile "$2.ext" -out "$2.crt"
                cat "$2.crt" "$2.key" > "$2.pem"
            }
            authority site
            authority other
            leaf site runner runner.internal
            leaf site renewed runner.internal
            leaf site web server1.web.internal
            leaf site database server1.database.internal
            leaf other forged server1.web.internal
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ApplicationServer server;

    @SuppressWarnings("NullAway.Init")
    private static Endpoint listen;

    @BeforeAll
    static void start() throws Exception {
        Certificates.make(folder, MAKE);
        listen = Endpoint.parse("127.0.0.1:" + freePort());
        RunnerConfiguration configuration = new RunnerConfiguration(
                TrialApplication.answering(folder.resolve("release")),
                Endpoint.parse("127.0.0.1:0"),
                Optional.of(new TlsConfiguration(
                        listen, file("runner.pem"), file("site.crt"), Set.of("server1.web.internal"))),
                folder.resolve("management.sock"),
                Duration.ZERO,
                Duration.ofSeconds(1),
                Limits.USUAL,
                Optional.empty());
        server = ApplicationServer.start(
                configuration.application(),
                configuration,
                Optional.empty(),
                new RequestGate(Limits.USUAL, new RunnerMetrics("test", "r7")));
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void aWebServersCertificateOpens() throws Exception {
        assertThat(ask("web").statusCode()).isEqualTo(200);
    }

    @Test
    void noOtherUsesCertificateOpens() {
        assertThatThrownBy(() -> ask("database")).isInstanceOf(IOException.class);
    }

    @Test
    void noOtherAuthoritysCertificateOpens() {
        assertThatThrownBy(() -> ask("forged")).isInstanceOf(IOException.class);
    }

    @Test
    void aRenewedCertificateIsShownAfterAReloadAndADamagedOneChangesNothing() throws Exception {
        var before = shown();
        Files.copy(file("renewed.pem"), file("runner.pem"), StandardCopyOption.REPLACE_EXISTING);
        server.reload();
        var after = shown();
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file("runner.pem"), "half a fi");
        assertThatThrownBy(() -> server.reload())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("runner.pem");
        assertThat(shown()).isEqualTo(after);
    }

    private static java.security.cert.Certificate shown() throws Exception {
        return ask("web").sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static HttpResponse<String> ask(String identity) throws Exception {
        SSLContext context =
                PemIdentity.read(file(identity + ".pem"), file("site.crt")).serverFor(Set.of());
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://" + listen + "/trial/thread"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
