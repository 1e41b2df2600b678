package dev.tandem.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a question when the other side ends the connection that is kept for it. The JDK does it, and may change its mind. */
@Timeout(30)
class SmallQuestionTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private static Path folder;

    private static SSLContext context;

    /** What the server does with each question. */
    private enum Turn {
        ANSWERS,
        ANSWERS_AND_CLOSES,
        ANSWERS_WITHOUT_END,
        REFUSES_WITHOUT_END,
        CLOSES
    }

    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
    private final SmallQuestion question = new SmallQuestion(context, Duration.ofSeconds(5));
    private ServerSocket server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        System.setProperty("sun.net.http.retryPost", "false");
        Path store = folder.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString()))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream from = Files.newInputStream(store)) {
            keys.load(from, "secret".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, "secret".toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(known);
        context = SSLContext.getInstance("TLSv1.3");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void listen() throws IOException {
        server = context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    serve(socket);
                } catch (IOException ended) {
                    // The next one.
                }
                closed.add(true);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve(Socket socket) throws IOException {
        InputStream from = socket.getInputStream();
        while (true) {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\nq?")) {
                int read = from.read();
                if (read < 0) {
                    return;
                }
                head.append((char) read);
            }
            questions.incrementAndGet();
            Turn turn = turns.remove();
            if (turn == Turn.CLOSES) {
                return;
            }
            if (turn == Turn.ANSWERS_WITHOUT_END || turn == Turn.REFUSES_WITHOUT_END) {
                sayWithoutEnd(socket, turn == Turn.ANSWERS_WITHOUT_END ? "200 OK" : "403 Forbidden");
            }
            socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            if (turn == Turn.ANSWERS_AND_CLOSES) {
                return;
            }
        }
    }

    /** Until the other side does not want to hear more. */
    private static void sayWithoutEnd(Socket socket, String status) throws IOException {
        OutputStream to = socket.getOutputStream();
        to.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        while (true) {
            to.write(new byte[10_000]);
        }
    }

    private String ask() throws IOException {
        return question.post(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"), "q?");
    }

    @Test
    void aConnectionIsKept() throws IOException {
        turns.addAll(List.of(Turn.ANSWERS, Turn.ANSWERS));
        assertThat(ask()).isEqualTo("ok");
        assertThat(ask()).isEqualTo("ok");
        assertThat(connections).hasValue(1);
    }

    /** Else a change of etcd's state after a quiet while counted as maybe done. */
    @Test
    void aKeptConnectionThatTheOtherSideClosedIsNotUsed() throws Exception {
        turns.addAll(List.of(Turn.ANSWERS_AND_CLOSES, Turn.ANSWERS));
        assertThat(ask()).isEqualTo("ok");
        assertThat(closed.poll(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ask()).isEqualTo("ok");
        assertThat(questions).hasValue(2);
        assertThat(connections).hasValue(2);
    }

    /** Another machine may be in other hands, and this process has little memory. */
    @Test
    void anAnswerWithoutEndIsNotReadToIt() throws Exception {
        turns.addAll(List.of(Turn.ANSWERS_WITHOUT_END, Turn.REFUSES_WITHOUT_END));
        assertThatThrownBy(this::ask).hasMessage("more than 262144 bytes came, and were not read");
        assertThat(closed.poll(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(this::ask)
                .hasMessageStartingWith("status 403")
                .message()
                .hasSizeLessThan(3000);
        assertThat(closed.poll(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aQuestionWithoutAnAnswerIsNotAskedAgain() throws IOException {
        turns.addAll(List.of(Turn.ANSWERS, Turn.CLOSES, Turn.ANSWERS));
        assertThat(ask()).isEqualTo("ok");
        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
        assertThat(questions).hasValue(2);
    }
}
