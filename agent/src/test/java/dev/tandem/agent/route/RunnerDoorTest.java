package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an application server's answer, or its silence, says about work that is under way. */
class RunnerDoorTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** What is done with a connection that was taken. */
    private interface Taking {
        void take(Socket socket) throws IOException;
    }

    @Test
    void whereNobodyListensNothingIsUnderWay() throws IOException {
        int port;
        try (ServerSocket closed = listening()) {
            port = closed.getLocalPort();
        }
        assertThat(new RunnerDoor("127.0.0.1:" + port).pause(LIMIT)).isTrue();
    }

    @Test
    void aServerThatSaysSoHasNothingUnderWay() throws IOException {
        assertThat(paused(socket -> answer(socket, "200 OK"))).isTrue();
        assertThat(paused(socket -> answer(socket, "409 Conflict"))).isFalse();
    }

    @Test
    void afterAResetItIsNotKnown() throws IOException {
        assertThat(paused(socket -> {
                    socket.getInputStream().read();
                    // Without a word of farewell, as from a process that was killed.
                    socket.setSoLinger(true, 0);
                }))
                .isFalse();
    }

    @Test
    void afterAnEndWithoutAnAnswerItIsNotKnown() throws IOException {
        assertThat(paused(socket -> socket.getInputStream().read())).isFalse();
    }

    @Test
    void afterAnAnswerThatIsNoneItIsNotKnown() throws IOException {
        assertThat(paused(socket -> {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }))
                .isFalse();
    }

    @Test
    void whileNobodyAnswersItIsNotKnown() throws IOException {
        try (ServerSocket silent = listening()) {
            assertThat(new RunnerDoor("127.0.0.1:" + silent.getLocalPort()).pause(LIMIT))
                    .isFalse();
        }
    }

    /** The client says the same exception there as where nobody listens. */
    @Test
    void aNameThatIsNotResolvedSaysNothing() {
        assertThat(new RunnerDoor("no-such-name.invalid:8081").pause(LIMIT)).isFalse();
    }

    private static boolean paused(Taking taking) throws IOException {
        try (ServerSocket server = listening()) {
            Thread.ofPlatform().daemon().start(() -> takeAll(server, taking));
            return new RunnerDoor("127.0.0.1:" + server.getLocalPort()).pause(LIMIT);
        }
    }

    private static void takeAll(ServerSocket server, Taking taking) {
        while (true) {
            try (Socket socket = server.accept()) {
                taking.take(socket);
            } catch (IOException over) {
                return;
            }
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static void answer(Socket socket, String status) throws IOException {
        socket.getInputStream().read();
        socket.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
