package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application server's answer, or its silence, says about work that is under way. */
@Timeout(60)
class RunnerDoorTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private Path socket;

    @BeforeEach
    void name() {
        socket = folder.resolve("management.sock");
    }

    /** What is done with a connection that was taken. */
    private interface Taking {
        void take(SocketChannel channel) throws IOException;
    }

    @Test
    void whereThereIsNoSocketNothingIsUnderWay() {
        assertThat(new RunnerDoor(socket).pause(LIMIT)).isTrue();
    }

    @Test
    void whereNobodyListensNothingIsUnderWay() throws IOException {
        listening().close();
        assertThat(socket).exists();
        assertThat(new RunnerDoor(socket).pause(LIMIT)).isTrue();
    }

    @Test
    void aServerThatSaysSoHasNothingUnderWay() throws IOException {
        assertThat(paused(channel -> answer(channel, "HTTP/1.1 200 OK"))).isTrue();
        Files.delete(socket);
        assertThat(paused(channel -> answer(channel, "HTTP/1.1 409 Conflict"))).isFalse();
    }

    @Test
    void afterAnEndWithoutAnAnswerItIsNotKnown() throws IOException {
        assertThat(paused(RunnerDoorTest::hear)).isFalse();
    }

    @Test
    void afterAnAnswerThatIsNoneItIsNotKnown() throws IOException {
        assertThat(paused(channel -> answer(channel, "nonsense 200 OK"))).isFalse();
    }

    /** Whoever broke into the application may listen there. */
    @Test
    void anAnswerWithoutEndIsNotHeardToIt() throws IOException {
        AtomicLong said = new AtomicLong();
        assertThat(paused(channel -> {
                    while (true) {
                        said.addAndGet(channel.write(ByteBuffer.allocate(10_000)));
                    }
                }))
                .isFalse();
        assertThat(said).as("what fits on the way").hasValueLessThan(2_000_000);
    }

    @Test
    void whileNobodyAnswersItIsNotKnown() throws IOException {
        try (ServerSocketChannel silent = listening()) {
            assertThat(silent.isOpen()).isTrue();
            assertThat(new RunnerDoor(socket).pause(LIMIT)).isFalse();
        }
    }

    private boolean paused(Taking taking) throws IOException {
        try (ServerSocketChannel server = listening()) {
            Thread.ofPlatform().daemon().start(() -> takeAll(server, taking));
            return new RunnerDoor(socket).pause(LIMIT);
        }
    }

    private static void takeAll(ServerSocketChannel server, Taking taking) {
        while (true) {
            try (SocketChannel channel = server.accept()) {
                taking.take(channel);
            } catch (IOException over) {
                return;
            }
        }
    }

    private ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    private static void hear(SocketChannel channel) throws IOException {
        channel.read(ByteBuffer.allocate(1000));
    }

    private static void answer(SocketChannel channel, String status) throws IOException {
        hear(channel);
        channel.write(ByteBuffer.wrap(
                (status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
    }
}
