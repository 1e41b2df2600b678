package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.etcd.Restating;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.AgentReport.Gate;
import dev.tandem.protocol.AgentReport.Mysqld;
import dev.tandem.protocol.AgentReport.Receiving;
import dev.tandem.protocol.AgentReport.Role;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is put right in etcd, and what is not. */
class RestatementTest {
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");
    private static final String STATE = "term=7 primary=server1 partner=server2#a";
    private static final String DOUBT =
            "'term=8 primary=server2 partner=none', because the agent of server2 does not say so";

    private final Map<MachineName, AgentReport> reports = new HashMap<>();
    private final Keys keys = new Keys();
    private final Restatement restatement = new Restatement(keys, reports::get);

    @Test
    void whatThePrimaryActsOnIsWrittenWithASignOfItsLife() throws NoAnswerException {
        reports.put(ONE, report(ONE, STATE, DOUBT));
        reports.put(TWO, report(TWO, STATE, DOUBT));
        keys.written = () -> {
            reports.put(ONE, report(ONE, STATE, null));
            reports.put(TWO, report(TWO, STATE, null));
        };
        assertThat(restatement.of(List.of(ONE, TWO)))
                .isEqualTo(new Result(true, "etcd holds again what the agents act on: " + STATE + "."));
        assertThat(keys.state).hasToString(STATE);
        assertThat(keys.heartbeat).hasToString("term=7 primary=server1 serving life=0 at=0");
    }

    @Test
    void whereNobodyDoubtsNothingIsWritten() throws NoAnswerException {
        reports.put(ONE, report(ONE, STATE, null));
        assertThat(restatement.of(List.of(ONE, TWO)).done()).isTrue();
        assertNothingWritten();
    }

    @Test
    void aPrimaryThatCannotBeAskedMayHaveDecidedSomethingElse() throws NoAnswerException {
        reports.put(TWO, report(TWO, STATE, DOUBT));
        assertRefused("the agent of server1 does not say the same. Bring it back");
    }

    @Test
    void aLaterTermOfAMachineThatDoesNotActOnItIsNotRestated() throws NoAnswerException {
        reports.put(ONE, report(ONE, STATE, DOUBT));
        reports.put(TWO, report(TWO, "term=9 primary=server1 partner=none", DOUBT));
        assertRefused("the latest that an agent acts on is 'term=9 primary=server1 partner=none'");
    }

    @Test
    void whereNobodyKnowsAnythingNothingIsRestated() throws NoAnswerException {
        assertRefused("no database agent answers");
        reports.put(TWO, report(TWO, null, DOUBT));
        assertRefused("no agent that answers knows what was decided");
    }

    @Test
    void whatSomebodyElseHasJustWrittenIsNotOverwritten() throws NoAnswerException {
        reports.put(ONE, report(ONE, STATE, DOUBT));
        keys.moves = true;
        assertRefused("somebody else wrote to etcd just now");
    }

    private void assertRefused(String because) throws NoAnswerException {
        Result result = restatement.of(List.of(ONE, TWO));
        assertThat(result.done()).isFalse();
        assertThat(result.sentence()).contains("Nothing was changed", because);
        assertNothingWritten();
    }

    private void assertNothingWritten() {
        assertThat(keys.state).isNull();
    }

    private static AgentReport report(MachineName machine, @Nullable String state, @Nullable String doubt) {
        Mysqld mysqld = new Mysqld(
                true,
                true,
                true,
                Optional.of("p"),
                "",
                "",
                Optional.empty(),
                Receiving.STOPPED,
                false,
                OptionalLong.empty(),
                Optional.empty());
        return new AgentReport(
                machine.value(),
                Optional.empty(),
                "",
                7,
                Optional.ofNullable(state).map(ClusterState::parse),
                Role.UNKNOWN,
                mysqld,
                Gate.UNKNOWN,
                true,
                false,
                false,
                List.of(),
                OptionalLong.of(0),
                0,
                Optional.empty(),
                Optional.ofNullable(doubt));
    }

    /** The two keys, in memory. */
    private static final class Keys implements Restating {
        private @Nullable ClusterState state;
        private @Nullable Heartbeat heartbeat;
        private boolean moves;
        private Runnable written = () -> {};

        @Override
        public long stateRevision() {
            return 12;
        }

        @Override
        public OptionalLong restate(ClusterState next, Heartbeat alive, long revision) {
            if (moves || revision != 12) {
                return OptionalLong.empty();
            }
            state = next;
            heartbeat = alive;
            written.run();
            return OptionalLong.of(13);
        }
    }
}
