package dev.tandem.agent.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.FakeListener;
import dev.tandem.agent.FakeListener.Manner;
import dev.tandem.agent.FakeTls;
import dev.tandem.protocol.tls.SmallQuestion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** To whom etcd's leader hands over, and when it does not: to hand over to one that is not well would stop etcd for an election. */
@Timeout(60)
class LeadershipTest {
    private static final String OWN = "11";
    private static final String OTHER = "22";

    @TempDir
    private static Path folder;

    private static SSLContext context;

    private volatile String ownStatus = status(OWN, OWN);
    private volatile String otherStatus = status(OTHER, OWN);
    private FakeListener own;
    private FakeListener other;

    @BeforeAll
    static void makeCertificate() throws Exception {
        context = FakeTls.in(folder);
    }

    @BeforeEach
    void listen() throws IOException {
        own = new FakeListener(context, _ -> ownStatus);
        other = new FakeListener(context, _ -> otherStatus);
    }

    @AfterEach
    void close() {
        own.close();
        other.close();
    }

    private static String status(String member, String leader) {
        return "{\"header\":{\"member_id\":\"" + member + "\"},\"leader\":\"" + leader + "\"}";
    }

    private Leadership leadership(String... databases) {
        List<InetSocketAddress> members = List.of(other.address());
        return new Leadership(
                members, own.address(), Set.of(databases), new SmallQuestion(context, Duration.ofSeconds(2)));
    }

    @Test
    void aLeaderHandsOverToAMemberWithoutADatabase() throws IOException {
        assertThat(leadership().handOver()).contains(other.address());
        assertThat(own.questions()).containsExactly("{}", "{\"targetID\":\"22\"}");
    }

    @Test
    void whoDoesNotLeadAsksNobodyElse() throws IOException {
        ownStatus = status(OWN, OTHER);
        assertThat(leadership().handOver()).isEmpty();
        assertThat(other.questions()).isEmpty();
    }

    @Test
    void aMemberBesideADatabaseIsNoBetterPlace() throws IOException {
        assertThat(leadership("127.0.0.1").handOver()).isEmpty();
        assertThat(own.questions()).containsExactly("{}");
    }

    @Test
    void whoFollowsSomebodyElseIsNotReady() throws IOException {
        otherStatus = status(OTHER, "33");
        assertThat(leadership().handOver()).isEmpty();
    }

    @Test
    void whoHasNoVoteIsNotReady() throws IOException {
        otherStatus = "{\"header\":{\"member_id\":\"22\"},\"leader\":\"11\",\"isLearner\":true}";
        assertThat(leadership().handOver()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsNotReady() throws IOException {
        other.manner(Manner.REFUSES);
        assertThat(leadership().handOver()).isEmpty();
        assertThat(own.questions()).containsExactly("{}");
    }

    @Test
    void anOwnMemberThatDoesNotAnswerIsNoLeaderThatMayStay() {
        own.manner(Manner.HANGS_UP);
        assertThatThrownBy(() -> leadership().handOver()).isInstanceOf(IOException.class);
    }

    @Test
    void aMemberThatDoesNotSayWhoItIsIsNotUnderstood() {
        ownStatus = "{\"header\":{},\"leader\":\"11\"}";
        assertThatThrownBy(() -> leadership().handOver())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("a member of etcd does not say who it is");
    }
}
