package dev.tandem.agent.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.FakeListener;
import dev.tandem.agent.FakeListener.Manner;
import dev.tandem.agent.FakeTls;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.tls.SmallQuestion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
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

/** What of etcd's answers, and of their absence, is taken for a decision. */
@Timeout(60)
class EtcdTest {
    private static final MachineName SELF = new MachineName("server2");
    private static final ClusterState STATE = new ClusterState(3, SELF, null);
    private static final Heartbeat BEAT = new Heartbeat(3, SELF, Heartbeat.Sign.SERVING, 1, 7);
    private static final String SWAPPED = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":[{}]}";

    @TempDir
    private static Path folder;

    private static SSLContext context;

    private volatile String answer = SWAPPED;
    private FakeListener first;
    private FakeListener second;
    private Etcd etcd;

    @BeforeAll
    static void makeCertificate() throws Exception {
        System.setProperty("sun.net.http.retryPost", "false");
        context = FakeTls.in(folder);
    }

    @BeforeEach
    void listen() throws Exception {
        first = new FakeListener(context, _ -> answer);
        second = new FakeListener(context, _ -> answer);
        etcd = etcd(first.address(), second.address());
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static Etcd etcd(InetSocketAddress... members) {
        SmallQuestion question = new SmallQuestion(context, Duration.ofSeconds(2));
        return new Etcd(List.of(members), question, new ClusterKeys("www.foobar.com"), SELF);
    }

    private static InetSocketAddress nobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), socket.getLocalPort());
        }
    }

    private static String value(String text) {
        return "{\"response_range\":{\"kvs\":[{\"key\":\"aw==\",\"value\":\""
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "\",\"mod_revision\":\"9\"}]}}";
    }

    @Test
    void aSwapThatHappenedHasARevision() throws Exception {
        assertThat(etcd.swap(STATE, "a test says so", 9, 8)).hasValue(12);
        assertThat(first.questions()).hasSize(1);
        assertThat(first.questions().getFirst()).contains("\"mod_revision\":\"9\"", "\"mod_revision\":\"8\"");
    }

    @Test
    void aSwapWhoseComparisonFailedDidNotHappen() throws Exception {
        answer = "{\"header\":{\"revision\":\"12\"}}";
        assertThat(etcd.swap(STATE, "", 9, ClusterKeys.ANY_REVISION)).isEmpty();
    }

    /** Else whoever answers 200 on that port decided that it did not happen, and never will. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"succeeded\":true}", "<html>", "", "{\"header\":\"none\"}"})
    void anAnswerThatIsNotEtcdsIsNone(String nonsense) {
        answer = nonsense;
        assertThatThrownBy(() -> etcd.swap(STATE, "", 9, 8)).isInstanceOf(NoAnswerException.class);
    }

    /** Whoever answers in etcd's place must not end the agent. */
    @Test
    void anAnswerThatIsNestedWithoutEndIsNone() {
        answer = "{\"header\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> etcd.swap(STATE, "", 9, 8)).isInstanceOf(NoAnswerException.class);
    }

    /** It may have happened: the same question over another member could happen a second time. */
    @ParameterizedTest
    @EnumSource(names = "ANSWERS", mode = EnumSource.Mode.EXCLUDE, value = Manner.class)
    void aQuestionThatWasSentIsNotAskedAgain(Manner manner) {
        first.manner(manner);
        assertThatThrownBy(() -> etcd.swap(STATE, "", 9, 8)).isInstanceOf(NoAnswerException.class);
        assertThat(first.questions()).hasSize(1);
        assertThat(second.questions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "ANSWERS", mode = EnumSource.Mode.EXCLUDE, value = Manner.class)
    void theNextQuestionGoesToAnotherMember(Manner manner) throws Exception {
        first.manner(manner);
        assertThatThrownBy(() -> etcd.swap(STATE, "", 9, 8)).isInstanceOf(NoAnswerException.class);
        assertThat(etcd.swap(STATE, "", 9, 8)).hasValue(12);
        assertThat(second.questions()).hasSize(1);
    }

    @Test
    void aMemberThatTakesNoConnectionIsPassedOver() throws Exception {
        Etcd other = etcd(nobody(), second.address());
        assertThat(other.swap(STATE, "", 9, 8)).hasValue(12);
        assertThat(other.swap(STATE, "", 9, 8)).hasValue(12);
        assertThat(second.questions()).as("each once").hasSize(2);
    }

    @Test
    void whenNobodyTakesAConnectionThereIsNoAnswer() throws Exception {
        Etcd other = etcd(nobody(), nobody());
        assertThatThrownBy(() -> other.swap(STATE, "", 9, 8))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("no member");
    }

    @Test
    void whatIsReadIsWithoutWhoWroteIt() throws Exception {
        answer = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":["
                + value(STATE + " by=server1 nonce=aa") + "," + value(BEAT + " by=server2 nonce=bb")
                + ",{\"response_range\":{}},{\"response_range\":{}}]}";
        Contents contents = etcd.read();
        assertThat(contents.state()).isEqualTo(STATE);
        assertThat(contents.stateRevision()).isEqualTo(9);
        assertThat(contents.heartbeat()).isEqualTo(BEAT);
        assertThat(contents.paused()).isFalse();
        assertThat(contents.request()).isNull();
    }

    @Test
    void whereNothingWasDecidedNothingIsRead() throws Exception {
        answer = "{\"header\":{\"revision\":\"2\"},\"succeeded\":true,\"responses\":["
                + "{\"response_range\":{}},{\"response_range\":{}},{\"response_range\":{}},{\"response_range\":{}}]}";
        assertThat(etcd.read()).isEqualTo(new Contents(null, 0, null, 0, false, null));
    }

    @Test
    void aStateThatIsNoneIsNotActedOn() {
        answer = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":[" + value("term=seven")
                + ",{\"response_range\":{}},{\"response_range\":{}},{\"response_range\":{}}]}";
        assertThatThrownBy(etcd::read).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverStandsThereHasARevision() throws Exception {
        answer = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":[" + value("term=seven") + "]}";
        assertThat(etcd.stateRevision()).isEqualTo(9);
        answer = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":[{\"response_range\":{}}]}";
        assertThat(etcd.stateRevision()).isZero();
    }

    @Test
    void aRestatementIsRefusedWhenSomethingElseWasWritten() throws Exception {
        answer = "{\"header\":{\"revision\":\"12\"}}";
        assertThat(etcd.restate(STATE, BEAT, 9)).isEmpty();
        answer = "{\"header\":{\"revision\":\"13\"},\"succeeded\":true,\"responses\":[{\"response_put\":{}},"
                + "{\"response_put\":{}}]}";
        assertThat(etcd.restate(STATE, BEAT, 9)).hasValue(13);
    }

    @Test
    void aHeartbeatsAnswerIsTheReadToo() throws Exception {
        answer = "{\"header\":{\"revision\":\"12\"},\"succeeded\":true,\"responses\":[{\"response_put\":{}},"
                + value(STATE + " by=server1 nonce=aa") + "," + value(BEAT + " by=server2 nonce=bb")
                + ",{\"response_range\":{}},{\"response_range\":{}}]}";
        Consensus.Beat beat = etcd.beat(BEAT, 9, 8);
        assertThat(beat.revision()).hasValue(12);
        assertThat(beat.contents())
                .matches(held -> held instanceof Contents contents && STATE.equals(contents.state()));
    }

    @Test
    void aHeartbeatThatWasNotWrittenReadsAllTheSame() throws Exception {
        ClusterState other = new ClusterState(4, new MachineName("server1"), null);
        answer = "{\"header\":{\"revision\":\"12\"},\"responses\":[" + value(other + " by=server1 nonce=aa") + ","
                + value(BEAT + " by=server2 nonce=bb") + ",{\"response_range\":{}},{\"response_range\":{}}]}";
        Consensus.Beat beat = etcd.beat(BEAT, 9, 8);
        assertThat(beat.revision()).isEmpty();
        assertThat(beat.contents())
                .matches(held -> held instanceof Contents contents && other.equals(contents.state()));
    }

    @Test
    void noTwoWritesAreEqual() throws Exception {
        etcd.swap(STATE, "", 9, 8);
        etcd.swap(STATE, "", 9, 8);
        assertThat(first.questions()).doesNotHaveDuplicates();
    }
}
