package dev.tandem.runner;

import dev.tandem.runner.configuration.DatabaseConfiguration;
import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.RunnerConfiguration;
import dev.tandem.runner.gate.Limits;
import dev.tandem.runner.life.ApplicationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One short run that touches what a real one touches, so that the JVM can record it:
 * {@code java FLAGS -XX:AOTCacheOutput=runner.aot -jar runner.jar --train}.
 *
 * <p>Runs a small application of its own, never the site's: what it makes is loaded by the next start, so nobody but Tandem has a say in
 * it. Listens on loopback ports that the kernel chooses, sends itself some requests, drains. The database is a closed port: its classes
 * are loaded, nothing is reached.
 */
final class TrainingRun {
    private static final System.Logger LOG = System.getLogger("runner.train");
    private static final int ROUNDS = 50;
    private static final int SOCKET_MILLIS = 10_000;
    private static final String MANAGEMENT = "management.sock";
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <display-name>training</display-name>
            </web-app>
            """;

    private TrainingRun() {}

    static void run(String version) {
        try {
            runOwn(version);
        } catch (IOException failure) {
            throw new ApplicationFailure("the training run broke off: " + failure, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ApplicationFailure("the training run was interrupted", stopped);
        }
    }

    private static void runOwn(String version) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("runner-train");
        Path webInf = Files.createDirectory(directory.resolve("WEB-INF"));
        Path descriptor = Files.writeString(webInf.resolve("web.xml"), WEB_XML);
        Path page = Files.writeString(directory.resolve("index.html"), "<p>training</p>");
        try {
            run(directory, directory.resolve(MANAGEMENT), version);
        } finally {
            for (Path path : List.of(page, descriptor, webInf, directory)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void run(Path application, Path management, String version)
            throws IOException, InterruptedException {
        Endpoint anyPort = new Endpoint(InetAddress.getLoopbackAddress(), 0);
        DatabaseConfiguration nobody = new DatabaseConfiguration(
                "jdbc:mariadb://127.0.0.1:1/train", "jdbc:mariadb://127.0.0.1:1/train", "", "", 1);
        RunnerConfiguration configuration = new RunnerConfiguration(
                application,
                anyPort,
                Optional.empty(),
                management,
                Duration.ZERO,
                Duration.ofSeconds(2),
                Limits.USUAL,
                Optional.of(nobody));
        Runner runner = new Runner(configuration, version, assignments -> {});
        try {
            runner.start();
            for (int round = 0; round < ROUNDS; round++) {
                askApplication(runner.port(), "/");
                askApplication(runner.port(), "/not/there");
            }
            askManagement(management, "/ready");
            askManagement(management, "/metrics");
        } finally {
            runner.stop();
        }
        LOG.log(Level.INFO, "trained");
    }

    /** By hand: an HTTP client would be recorded too, and the runner has no use for one. */
    private static void askApplication(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.getOutputStream().write(request(path));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void askManagement(Path socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request(path)));
            Channels.newInputStream(channel).transferTo(OutputStream.nullOutputStream());
        }
    }

    private static byte[] request(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: train\r\n"
                + "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
