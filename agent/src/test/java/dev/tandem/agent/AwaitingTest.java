package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.AgentReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that says one thing after the other, a second each, and the last one for ever. */
class AwaitingTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Map<String, ?> OPEN = Map.of("mysqld", Map.of("open", true), "gate", "lease");
    private static final Map<String, ?> CONNECTED = Map.of(
            "mysqld",
            Map.of("receiving", "connected", "applying", true),
            "state",
            "term=3 primary=server1 partner=server2#p1");

    private final Queue<Optional<AgentReport>> says = new ArrayDeque<>();
    private Optional<AgentReport> last = Optional.empty();
    private boolean isPredecessor;
    private long seconds;

    private final Awaiting awaiting = new Awaiting(
            () -> last,
            () -> last.filter(_ -> !isPredecessor),
            () -> Duration.ofSeconds(seconds).toNanos(),
            () -> {
                seconds++;
                last = says.isEmpty() ? last : says.remove();
            });

    @Test
    void aPrimaryThatServesIsNotWaitedFor() {
        say(report("primary, alone.", "primary", OPEN));
        assertThat(awaiting.primary(LIMIT).done()).isTrue();
        assertThat(seconds).isZero();
    }

    @Test
    void aPrimaryIsWaitedForUntilItServes() {
        say(
                report("starts.", "stopped", Map.of()),
                report("opens.", "primary", Map.of("mysqld", Map.of("open", true), "gate", "closed")),
                report("primary, alone.", "primary", OPEN));
        assertThat(awaiting.primary(LIMIT).done()).isTrue();
        assertThat(seconds).isEqualTo(2);
    }

    @Test
    void aPrimaryThatNeverServesEndsWithTheAgentsLastSentence() {
        say(report("starts.", "stopped", Map.of()), report("waits for its disk.", "primary", Map.of()));
        assertThat(awaiting.primary(LIMIT))
                .isEqualTo(new Result(
                        false,
                        "this machine is not the primary, or takes no writes, after 5 s; its agent says: waits for its"
                                + " disk."));
        assertThat(seconds).isEqualTo(5);
    }

    @Test
    void anAgentThatIsSilentIsSaidToBe() {
        assertThat(awaiting.primary(LIMIT).sentence()).endsWith("its agent says nothing");
        assertThat(awaiting.replica(LIMIT).sentence()).endsWith("its agent says nothing");
        assertThat(awaiting.speaks(LIMIT).sentence()).endsWith("its agent says nothing");
    }

    @Test
    void aReplicaThatFollowsIsNotWaitedFor() {
        say(report("replica, and the partner.", "replica", CONNECTED));
        assertThat(awaiting.replica(LIMIT).done()).isTrue();
        assertThat(seconds).isZero();
    }

    /** It may have become the primary since the plan was made. */
    @Test
    void aPrimaryNeedNotFollow() {
        say(report("primary, alone.", "primary", OPEN));
        assertThat(awaiting.replica(LIMIT).done()).isTrue();
    }

    @Test
    void aReplicaThatNeverFollowsEndsWithTheAgentsLastSentence() {
        say(report("waits: server1 lets nobody in, \"not yet\".", "replica", Map.of()));
        assertThat(awaiting.replica(LIMIT))
                .isEqualTo(new Result(
                        false,
                        "this machine does not follow the primary, or that has no partner, for 5 s; its agent says:"
                                + " waits: server1 lets nobody in, \"not yet\"."));
        assertThat(seconds).isEqualTo(5);
    }

    @Test
    void aReplicaOfAPrimaryWithoutAPartnerIsWaitedFor() {
        Map<String, Object> alone = new HashMap<>(CONNECTED);
        alone.put("state", "term=3 primary=server1 partner=none");
        say(report("follows.", "replica", alone));
        assertThat(awaiting.replica(LIMIT).done()).isFalse();
    }

    @Test
    void aCopyMayTakeAsLongAsItTakes() {
        AgentReport copies = report("copies from server1.", "busy", Map.of());
        for (int second = 0; second < 60; second++) {
            say(copies);
        }
        say(report("replica, and the partner.", "replica", CONNECTED));
        assertThat(awaiting.replica(LIMIT).done()).isTrue();
        assertThat(seconds).isEqualTo(60);
    }

    @Test
    void anAgentThatSaysSomethingNewGetsOn() {
        for (int second = 0; second < 12; second++) {
            say(report("has " + second / 4 + " of 3.", "replica", Map.of()));
        }
        say(report("replica, and the partner.", "replica", CONNECTED));
        assertThat(awaiting.replica(LIMIT).done()).isTrue();
        assertThat(seconds).isEqualTo(12);
    }

    @Test
    void anAgentSpeaksWhenEtcdAnswersIt() {
        say(report("waits.", "none", Map.of()), report("waits.", "none", Map.of("etcd", true)));
        assertThat(awaiting.speaks(LIMIT).done()).isTrue();
        assertThat(seconds).isEqualTo(1);
    }

    @Test
    void whatAPredecessorSaidDoesNotCount() {
        isPredecessor = true;
        say(report("primary, alone.", "primary", Map.of("etcd", true)));
        assertThat(awaiting.speaks(LIMIT).sentence())
                .isEqualTo(
                        "the agent does not say since its start that etcd answers it, after 5 s; its agent says nothing");
    }

    @Test
    void theExitCodeSaysWhatCameOfIt() {
        say(report("primary, alone.", "primary", OPEN));
        assertThat(awaiting.run(new String[] {"await-primary", "FILE", "5"})).isZero();
        assertThat(awaiting.run(new String[] {"speaks", "FILE", "5"})).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"await-primary FILE", "await-primary FILE soon", "await-replica FILE 5 6", "await-news FILE 5"})
    void whatIsNoCommandIsNotUnderstood(String words) {
        assertThat(awaiting.run(words.split(" ", -1))).isEqualTo(2);
    }

    private void say(AgentReport... reports) {
        List.of(reports).forEach(report -> says.add(Optional.of(report)));
        if (last.isEmpty()) {
            last = says.remove();
        }
    }

    private static AgentReport report(String sentence, String role, Map<String, ?> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.putAll(Map.of("sentence", sentence, "role", role));
        return AgentReport.of(fields);
    }
}
