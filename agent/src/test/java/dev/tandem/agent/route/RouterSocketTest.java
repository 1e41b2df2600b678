package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In front of a socket that answers as HAProxy does, or not at all. */
@Timeout(60)
class RouterSocketTest {
    private static final String STATISTICS = """
            # pxname,svname,qcur,qmax,scur,smax,slim,stot
            replica,FRONTEND,,,0,0,900,0
            primary,server1,0,0,1,1,50,1
            primary,FRONTEND,,,1,1,400,1
            primary,BACKEND,0,0,1,1,40,1
            """;

    @TempDir
    private Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile String answer = "\n";
    private Path path;
    private ServerSocketChannel router;
    private RouterSocket socket;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("router.sock");
        socket = new RouterSocket(path);
        router = listen();
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    @AfterEach
    void close() throws IOException {
        router.close();
    }

    private void answers() {
        Thread.ofPlatform().daemon().start(() -> {
            try (SocketChannel channel = router.accept()) {
                byte[] all = Channels.newInputStream(channel).readAllBytes();
                told.add(new String(all, StandardCharsets.US_ASCII));
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException ended) {
                told.add(ended.toString());
            }
        });
    }

    @Test
    void commandsThatAreUnderstoodHaveNoAnswer() throws IOException {
        answers();
        assertThat(socket.tell(RouterSocket.limit(0) + "; "
                        + RouterSocket.health("replica", "server2", Directions.Health.STOPPING)))
                .isEmpty();
        assertThat(told)
                .containsExactly("set maxconn frontend primary 0; set server replica/server2 health stopping\n");
    }

    @Test
    void whatIsNotUnderstoodIsSaid() throws IOException {
        answer = "No such server.\n\n";
        answers();
        assertThat(socket.tell(RouterSocket.health("primary", "server9", Directions.Health.UP)))
                .isEqualTo("No such server.");
    }

    @Test
    void theLimitIsThatOfTheWritePort() throws IOException {
        answer = STATISTICS;
        answers();
        assertThat(socket.writeLimit()).isEqualTo(400);
        assertThat(told).containsExactly("show stat\n");
    }

    @Test
    void aPortWithoutALimitIsPaused() throws IOException {
        answer = STATISTICS.replace(",400,", ",,");
        answers();
        assertThat(socket.writeLimit()).isZero();
    }

    @Test
    void aRouterOfSomebodyElseIsNotTakenForPaused() {
        answer = STATISTICS.replace("primary,FRONTEND", "mysql,FRONTEND");
        answers();
        assertThatThrownBy(socket::writeLimit)
                .isInstanceOf(IOException.class)
                .hasMessage("the router has no frontend primary");
    }

    /** The thread that asks is the agent's, which ends when one of its threads does. */
    @Test
    void figuresThatAreNoneAreAFailureLikeOthers() {
        answer = STATISTICS.replace(",400,", ",many,");
        answers();
        assertThatThrownBy(socket::writeLimit).isInstanceOf(IOException.class).hasMessageContaining("many");
    }

    @Test
    void aRouterThatSaysMuchIsNotHeard() {
        answer = "x".repeat(64 * 1024 + 1);
        answers();
        assertThatThrownBy(() -> socket.tell("show stat")).hasMessage("it says more than 65536 bytes");
    }

    /** The kernel takes the connection for it. Without an end the agent's thread for the router would wait for ever. */
    @Test
    void aRouterThatStandsStillIsNotWaitedForWithoutEnd() {
        assertThatThrownBy(() -> socket.tell("show stat")).isInstanceOf(IOException.class);
    }

    @Test
    void noRouterIsNoAnswer() throws IOException {
        router.close();
        assertThatThrownBy(() -> socket.tell("show stat")).isInstanceOf(IOException.class);
        Files.delete(path);
        assertThat(socket.life()).isNull();
    }

    @Test
    void aRouterThatStartedAgainLivesAnotherLife() throws IOException {
        Object before = socket.life();
        assertThat(before).isNotNull().isEqualTo(socket.life());
        Path aside = folder.resolve("old.sock");
        Files.move(path, aside);
        router.close();
        router = listen();
        assertThat(socket.life()).isNotNull().isNotEqualTo(before);
    }
}
