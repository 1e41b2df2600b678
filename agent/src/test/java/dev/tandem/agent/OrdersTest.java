package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.etcd.Consensus;
import dev.tandem.agent.etcd.Contents;
import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.loop.ReportText;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.AgentReport.Gate;
import dev.tandem.protocol.AgentReport.Mysqld;
import dev.tandem.protocol.AgentReport.Receiving;
import dev.tandem.protocol.AgentReport.Role;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator's orders look at before they are carried out, and before they are said to be. */
class OrdersTest {
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");
    private static final ClusterState ALONE = ClusterState.parse("term=7 primary=server1 partner=none");

    private final Map<MachineName, AgentReport> reports = new HashMap<>();
    private final Keys keys = new Keys();
    private final List<String> announced = new ArrayList<>();
    private Optional<MachineName> off = Optional.empty();
    private final Promotion promotion =
            new Promotion(keys, reports::get, (machine, state) -> announced.add(machine + ": " + state));

    @Test
    void aMachineWhoseAgentIsSilentIsNotPromoted() throws NoAnswerException {
        assertRefused("the agent of server2 does not answer");
    }

    @Test
    void nobodyIsPromotedWhileTheAgentsArePaused() throws NoAnswerException {
        reports.put(TWO, replica("a", true));
        keys.paused = true;
        assertRefused("tandem db resume");
    }

    @Test
    void nobodyIsPromotedBesideAPrimaryThatTakesWrites() throws NoAnswerException {
        reports.put(TWO, replica("a", true));
        reports.put(ONE, primary(7));
        assertRefused("tandem db switchover --to server2");
    }

    /** Its agent has just begun: the gate is as the agent before it left it. */
    @Test
    void nobodyIsPromotedBesideAPrimaryWhoseGateMayBeOpen() throws NoAnswerException {
        reports.put(TWO, replica("a", true));
        reports.put(ONE, report(ONE, 7, Role.PRIMARY, primary(7).mysqld(), Gate.UNKNOWN));
        assertRefused("tandem db switchover --to server2");
    }

    @Test
    void aPrimaryThatCannotBeAskedButBeatsIsNotDeposed() throws NoAnswerException {
        reports.put(TWO, replica("a", true));
        keys.beats = true;
        off = Optional.of(ONE);
        assertRefused("writes its heartbeats to etcd");
    }

    /** Alone it needs no etcd: where users reach it and nobody else does, it went on taking writes beside its successor. */
    @Test
    void aPrimaryThatCannotBeAskedIsNotDeposedBeforeAnOperatorSaysThatItIsOff() throws NoAnswerException {
        reports.put(TWO, replica("a", true));
        assertRefused("Switch it off, then say so: tandem db promote server2 --accept-loss --switched-off server1");
        off = Optional.of(TWO);
        assertRefused("--switched-off server1");
    }

    @Test
    void aPrimaryThatSaysItselfThatItTakesNoWritesNeedsNobodyToSaySo() throws NoAnswerException {
        reports.put(TWO, replica("a", false));
        reports.put(ONE, report(ONE, 7, Role.STOPPED, primary(7).mysqld(), Gate.CLOSED));
        keys.swapped = () -> reports.put(TWO, primary(8));
        assertThat(promotion.of(TWO, off).done()).isTrue();
    }

    @Test
    void aPromotedMachineIsSaidToBeSoWhenItTakesWrites() throws NoAnswerException {
        reports.put(TWO, replica("a", false));
        keys.swapped = () -> reports.put(TWO, primary(8));
        off = Optional.of(ONE);
        assertThat(promotion.of(TWO, off))
                .isEqualTo(new Result(true, "server2 is primary of term 8 and takes writes."));
        assertThat(keys.state).isEqualTo(ALONE.promoted(TWO));
        assertThat(announced).containsExactly("server2: term=8 primary=server2 partner=none");
    }

    @Test
    void aReplicaIsBackInAnotherLifeThatFollowsWhileThereIsAPartner() {
        ClusterState partner = ClusterState.parse("term=7 primary=server1 partner=server2#b");
        assertThat(Commands.back(TWO, "a", replica("b", true), partner)).contains("server2 is partner again.");
        assertThat(Commands.back(TWO, "a", replica("a", true), partner)).isEmpty();
        assertThat(Commands.back(TWO, "a", replica("b", false), partner)).isEmpty();
        assertThat(Commands.back(TWO, "a", replica("b", true), ALONE)).isEmpty();
        assertThat(Commands.back(TWO, "a", null, partner)).isEmpty();
    }

    /** It may be a third machine: the role does not come back to who gave it up. */
    @Test
    void withThreeDatabasesAnotherOneMayBePartner() {
        ClusterState third = ClusterState.parse("term=7 primary=server1 partner=server3#c");
        assertThat(Commands.back(TWO, "a", replica("b", true), third))
                .contains("server2 follows again; partner is server3.");
    }

    /** Such a command ended with a stack trace. */
    @Test
    void aReportOfAnotherVersionIsReadAsFarAsItIsUnderstood() throws IOException {
        String report = ReportText.of(primary(7));
        assertThat(ReportText.read(report.replaceFirst("\\{", "{\"mood\":{\"a\":[1]},")))
                .isEqualTo(primary(7));
        for (String newer : List.of(report.replace("\"term\":7", "\"term\":\"7a\""), "[]", "", "nonsense")) {
            assertThatThrownBy(() -> ReportText.read(newer))
                    .as(newer)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("an agent's report is not understood");
        }
    }

    private void assertRefused(String because) throws NoAnswerException {
        Result result = promotion.of(TWO, off);
        assertThat(result.done()).isFalse();
        assertThat(result.sentence()).contains("nothing was changed", because);
        assertThat(keys.state).isEqualTo(ALONE);
    }

    private static AgentReport replica(String life, boolean applying) {
        Mysqld mysqld = new Mysqld(
                true,
                false,
                false,
                Optional.of(life),
                "",
                "",
                Optional.of(ONE.value()),
                Receiving.CONNECTED,
                applying,
                OptionalLong.of(0),
                Optional.empty());
        return report(TWO, 7, Role.REPLICA, mysqld, Gate.READERS);
    }

    private static AgentReport primary(long term) {
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
        return report(ONE, term, Role.PRIMARY, mysqld, Gate.LEASE);
    }

    private static AgentReport report(MachineName machine, long term, Role role, Mysqld mysqld, Gate gate) {
        return new AgentReport(
                machine.value(),
                Optional.empty(),
                "",
                term,
                Optional.empty(),
                role,
                mysqld,
                gate,
                true,
                false,
                false,
                List.of(),
                OptionalLong.of(0),
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** The keys of etcd, in memory. */
    private static final class Keys implements Consensus {
        private ClusterState state = ALONE;
        private boolean paused;
        private boolean beats;
        private long beat = 1;
        private Runnable swapped = () -> {};

        @Override
        public Contents read() {
            beat += beats ? 1 : 0;
            @Nullable Heartbeat none = null;
            return new Contents(state, 1, none, beat, paused, null);
        }

        @Override
        public OptionalLong swap(ClusterState next, String because, long revision, long heartbeatRevision) {
            state = next;
            swapped.run();
            return OptionalLong.of(revision + 1);
        }

        @Override
        public Beat beat(Heartbeat heartbeat, long stateRevision, long revision) {
            throw new AssertionError("an order writes no heartbeat");
        }
    }
}
