package dev.tandem.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.FakeListener;
import dev.tandem.agent.FakeListener.Manner;
import dev.tandem.agent.FakeTls;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.tls.SmallQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another agent that answers well, badly, late or never. */
@Timeout(60)
class PeersTest {
    private static final MachineName SELF = new MachineName("server2");
    private static final MachineName OTHER = new MachineName("server1");
    private static final MemberStatus STATUS = new MemberStatus(
            OTHER,
            3,
            false,
            true,
            new Incarnation("p7s1t5"),
            GtidPosition.parse("0-1-20"),
            GtidPosition.parse("0-1-21"),
            4,
            Map.of(),
            null,
            null,
            null);

    @TempDir
    private static Path folder;

    private static SSLContext context;

    private volatile UnaryOperator<String> answer = question -> question;
    private FakeListener listener;
    private Peers peers;

    @BeforeAll
    static void makeCertificate() throws Exception {
        System.setProperty("sun.net.http.retryPost", "false");
        context = FakeTls.in(folder);
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new FakeListener(context, question -> answer.apply(question));
        Duration limit = Duration.ofSeconds(2);
        peers = new Peers(
                SELF, Map.of(OTHER, "127.0.0.1"), listener.address().getPort(), new SmallQuestion(context, limit));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void whatIsAskedComesThere() throws IOException {
        assertThat(peers.ask(OTHER, STATUS, 4711)).isEqualTo(new Peers.Answer(STATUS, false, 4711));
    }

    @ParameterizedTest
    @EnumSource(names = "ANSWERS", mode = EnumSource.Mode.EXCLUDE, value = Manner.class)
    void withoutAnAnswerNothingIsHeard(Manner manner) {
        listener.manner(manner);
        assertThatThrownBy(() -> peers.ask(OTHER, STATUS, 1)).isInstanceOf(IOException.class);
        assertThat(listener.questions()).as("it is asked once").hasSize(1);
    }

    /** Nonsense is no news and ends no agent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"machine\":\"\"}",
                "{\"machine\":\"server1\",\"binlog\":\"0-1\",\"received\":\"\",\"admitted\":{}}",
                "{\"machine\":\"server1\",\"binlog\":\"\",\"received\":\"\",\"admitted\":{},\"incarnation\":\"a b\"}",
                "{\"machine\":\"server1\",\"term\":\"many\"}"
            })
    void anAnswerThatIsNoneIsNotHeard(String nonsense) {
        answer = _ -> nonsense;
        assertThatThrownBy(() -> peers.ask(OTHER, STATUS, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void aNewerAgentMaySayMore() throws IOException {
        answer = question -> question.replaceFirst("\\{", "{\"news\":{\"of\":[1,2]},");
        assertThat(peers.ask(OTHER, STATUS, 1).status()).isEqualTo(STATUS);
    }

    /** A promise counts for whom it comes from. */
    @Test
    void whatAnotherMachineSaysIsNotTheAnswer() {
        answer = question -> question.replace("\"server1\"", "\"server3\"");
        assertThatThrownBy(() -> peers.ask(OTHER, STATUS, 1)).hasMessageContaining("server3");
    }

    @Test
    void aMachineThatNobodyNamedIsAMistake() {
        assertThatThrownBy(() -> peers.ask(new MachineName("server9"), STATUS, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCopyIsAStream() throws IOException {
        answer = _ -> "all of the data";
        try (InputStream copy = peers.copyOf(OTHER)) {
            assertThat(copy.readAllBytes()).isEqualTo("all of the data".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Half a copy that looked like a whole one would become the data. */
    @Test
    void aCopyThatBreaksOffEndsWithAnException() throws IOException {
        answer = _ -> "half of the data";
        listener.manner(Manner.BREAKS_OFF);
        try (InputStream copy = peers.copyOf(OTHER)) {
            assertThatThrownBy(copy::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCopyThatIsRefusedIsNone() {
        listener.manner(Manner.REFUSES);
        assertThatThrownBy(() -> peers.copyOf(OTHER)).hasMessageContaining("503");
    }

    @Test
    void aMysqldGreetsWhenItSaysSomething() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(10);
                } catch (IOException ended) {
                    // The test is over.
                }
            });
            assertThat(peers.greets(OTHER, server.getLocalPort())).isTrue();
        }
    }

    /** A machine whose kernel lives takes connections for a mysqld that hangs. */
    @Test
    void oneThatTakesTheConnectionAndSaysNothingDoesNot() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(peers.greets(OTHER, server.getLocalPort())).isFalse();
        }
    }
}
