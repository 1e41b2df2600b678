package dev.tandem.agent.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of values in etcd that another version wrote. */
class ReadingTest {
    private static final String STATE = "term=7 primary=server1 partner=none";
    private static final String BEAT = "term=7 primary=server1 serving life=1 at=4711";

    private final List<String> told = new ArrayList<>();
    private final Reading reading = new Reading((level, sentence) -> told.add(level + ": " + sentence));

    @Test
    void whatIsUnderstoodIsReadWithItsRevisions() {
        Contents contents = reading.of(outcome(STATE, BEAT, "id=7 kind=rebuild machine=server2"), 0);
        assertThat(contents.state()).isEqualTo(ClusterState.parse(STATE));
        assertThat(contents.stateRevision()).isEqualTo(5);
        assertThat(contents.heartbeat()).hasToString(BEAT);
        assertThat(contents.request()).isEqualTo(new Request(7, Request.Kind.REBUILD, new MachineName("server2")));
        assertThat(told).isEmpty();
    }

    /** It stopped every read and every heartbeat: one order of a newer command shut the primary's gate. */
    @Test
    void aRequestThatThisVersionDoesNotKnowIsToldOnceAndStopsNothing() {
        for (int time = 0; time < 10; time++) {
            Contents contents = reading.of(outcome(STATE, BEAT, "id=8 kind=upgrade machine=server2"), 0);
            assertThat(contents.request()).isNull();
            assertThat(contents.heartbeat()).hasToString(BEAT);
        }
        assertThat(told).singleElement().asString().startsWith("WARNING").contains("'upgrade'", "left alone");
        reading.of(outcome(STATE, BEAT, "id=9 kind=dance machine=server2"), 0);
        assertThat(told).hasSize(2);
    }

    @Test
    void aStateThatIsNotUnderstoodIsNotActedOnAndToldOnce() {
        Outcome newer = outcome(STATE + " witness=server3", BEAT, "id=7 kind=rebuild machine=server2");
        for (int time = 0; time < 10; time++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reading.of(newer, 0))
                    .withMessageContainingAll("the state in etcd is not understood", "witness=server3", "up to date");
        }
        assertThat(told).singleElement().asString().startsWith("ERROR");
        reading.of(outcome(STATE, BEAT, ""), 0);
        assertThatIllegalArgumentException().isThrownBy(() -> reading.of(newer, 0));
        assertThat(told).as("what was well in between is told again").hasSize(2);
    }

    @Test
    void aHeartbeatThatIsNotUnderstoodIsNoSilence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reading.of(outcome(STATE, "term=7.1 beats", ""), 0))
                .withMessageContaining("the heartbeat in etcd is not understood");
    }

    /** With "by=", as what is written has it; an empty request is none. */
    private static Outcome outcome(String state, String heartbeat, String request) {
        return new Outcome(Map.of(
                "responses",
                List.of(pair(state), pair(heartbeat), Map.of(), request.isEmpty() ? Map.of() : pair(request))));
    }

    private static Map<String, Object> pair(String text) {
        byte[] value = (text + " by=server1 nonce=00ff").getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "response_range",
                Map.of(
                        "kvs",
                        List.of(Map.of(
                                "key",
                                "aw==",
                                "value",
                                Base64.getEncoder().encodeToString(value),
                                "mod_revision",
                                "5"))));
    }
}
