package dev.tandem.agent.decide;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.ONE;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.at;
import static dev.tandem.agent.decide.Situation.primary;
import static dev.tandem.agent.decide.Situation.primaryStatus;
import static dev.tandem.agent.decide.Situation.replica;
import static dev.tandem.agent.decide.Situation.replicaStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What etcd may say so that an agent believes it. */
class BeliefTest {
    private static final String BOTH = "term=3 primary=server1 partner=server2#a1";
    private static final String ALONE = "term=3 primary=server1 partner=none";

    private final Agent agent = new Agent();
    private AgentState state = ofNewAgent(ONE);
    private long millis = 100;

    /** What etcd says when it is asked again. */
    private Supplier<Event> answer = () -> new Event.NotUnderstood("nothing was asked");

    private static AgentState ofNewAgent(MachineName self) {
        return AgentState.ofNewAgent(self, List.of(self.equals(ONE) ? TWO : ONE), at(0), 100, Timing.REPLICA_LAG);
    }

    private void take(Event event) {
        millis += 10;
        state = agent.step(state, Situation.answered(event, millis), at(millis)).state();
    }

    private void read(@Nullable String text, long revision) {
        Heartbeat heartbeat = new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, 0);
        Recorded recorded = text == null ? null : new Recorded(ClusterState.parse(text), revision);
        answer = () -> new Event.Read(at(millis + 9), recorded, heartbeat, 20, false, null);
        take(answer.get());
    }

    /** Settled: nothing of this machine is on its way to etcd. */
    private void begin(MachineName self, String known) {
        state = ofNewAgent(self);
        take(new Event.Looked(
                self.equals(ONE)
                        ? primary(true, true, Set.of(TWO), "0-1-10")
                        : replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10"),
                false));
        read(known, 10);
        if (state.pending().swap() != null) {
            take(new Event.Swapped(11));
        }
    }

    private void assertDoubted(String because) {
        assertThat(state.view().doubt()).contains(because);
        assertThat(state.last()).isInstanceOf(Decision.Stay.class);
        assertThat(state.sentence()).contains(because);
        // For a moment it may be that who wrote it has not said so yet.
        AgentState before = state;
        millis += Timing.CURRENT.toMillis();
        take(answer.get());
        assertThat(state.last()).isInstanceOf(Decision.Refuse.class);
        assertThat(state.sentence()).contains(because).contains("tandem db restate");
        millis -= Timing.CURRENT.toMillis() + 10;
        state = before;
        assertThat(state.view().state().revision()).as("acts on").isLessThan(12);
    }

    private void assertBelieved(String text) {
        assertThat(state.view().doubt()).isNull();
        assertThat(state.view().state().state()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "term=4 primary=server3 partner=none",
                "term=3 primary=server1 partner=server3#a1",
                "term=2 primary=server1 partner=server2#a1",
                "term=3 primary=server2 partner=none",
                "term=4 primary=server2 partner=none",
                "term=4 primary=server2 partner=server1#p1",
                "term=4 primary=server1 partner=none",
                "term=5 primary=server1 partner=server2#a1",
                "term=3 primary=server1 partner=server2#a2"
            })
    void thePrimaryDoesNotBelieveWhatNoAgentWrote(String forged) {
        begin(ONE, BOTH);
        read(forged, 12);
        assertDoubted("'" + forged + "', because ");
        assertThat(state.pending().isActing()).isFalse();
        read(BOTH, 13);
        assertBelieved(BOTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "term=4 primary=server3 partner=none",
                "term=2 primary=server1 partner=server2#a1",
                "term=3 primary=server2 partner=none",
                "term=4 primary=server2 partner=none",
                "term=5 primary=server2 partner=none",
                "term=4 primary=server1 partner=none",
                "term=3 primary=server1 partner=server2#a2"
            })
    void norDoesThePartner(String forged) {
        begin(TWO, BOTH);
        read(forged, 12);
        assertDoubted("'" + forged + "', because ");
        assertThat(state.pending().isActing()).isFalse();
    }

    @Test
    void aStateThatIsGoneIsDoubted() {
        begin(TWO, BOTH);
        read(null, 0);
        assertDoubted("there is no state any more");
    }

    @Test
    void whatIsNotUnderstoodIsDoubtedToo() {
        begin(TWO, BOTH);
        answer = () -> new Event.NotUnderstood("'term=seven' is not a state");
        take(answer.get());
        assertDoubted("term=seven");
    }

    @Test
    void theAgentThatTookOverSaysSo() {
        begin(ONE, BOTH);
        read("term=4 primary=server2 partner=none", 12);
        assertDoubted("the agent of server2, which must know, is not heard");
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), false, at(millis)));
        read("term=4 primary=server2 partner=none", 12);
        assertDoubted("the agent of server2 does not say so");
        take(new Event.Answered(Situation.newPrimaryStatus(4), false, at(millis)));
        read("term=4 primary=server2 partner=none", 12);
        assertBelieved("term=4 primary=server2 partner=none");
    }

    @Test
    void whoIsOfferedTheSiteNeedNotSaySo() {
        begin(ONE, BOTH);
        state = state.remember(m -> m.with(new Handover.Offered(at(millis), true)));
        read("term=4 primary=server2 partner=none", 12);
        assertBelieved("term=4 primary=server2 partner=none");
    }

    @Test
    void whatAnOperatorAnnouncedIsBelieved() {
        begin(TWO, ALONE);
        take(new Event.Announced(ClusterState.parse("term=4 primary=server2 partner=none")));
        read("term=4 primary=server2 partner=none", 12);
        assertBelieved("term=4 primary=server2 partner=none");
    }

    @Test
    void anotherStateThanTheAnnouncedOneIsNot() {
        begin(TWO, ALONE);
        take(new Event.Announced(ClusterState.parse("term=4 primary=server2 partner=none")));
        read("term=9 primary=server2 partner=none", 12);
        assertDoubted("no operator said that it shall");
    }

    @Test
    void whoeverWasInvitedIsPartner() {
        begin(TWO, ALONE);
        read(BOTH, 12);
        assertDoubted("the agent of server1, which must know, is not heard");
        take(new Event.Answered(primaryStatus(true, 1, true), false, at(millis)));
        read(BOTH, 12);
        assertBelieved(BOTH);
    }

    @Test
    void thatAPartnerIsGoneIsBelieved() {
        begin(ONE, BOTH);
        read(ALONE, 12);
        assertBelieved(ALONE);
    }

    @Test
    void aNewAgentBelievesWhatItReadsButNoTermThatIsOver() {
        state = ofNewAgent(TWO);
        take(new Event.Asked(statusOfTerm(5), at(millis)));
        read(BOTH, 10);
        assertThat(state.view().doubt()).contains("the agent of server1 acts on term 5");
        assertThat(state.view().state()).isNull();
        read("term=5 primary=server1 partner=none", 12);
        assertBelieved("term=5 primary=server1 partner=none");
    }

    @Test
    void anAnswerOfEtcdThatComesLateIsNoForgery() {
        begin(TWO, BOTH);
        Tick sent = at(millis);
        take(new Event.Asked(statusOfTerm(5), at(millis)));
        take(new Event.Read(sent, new Recorded(ClusterState.parse(BOTH), 11), null, 0, false, null));
        assertBelieved(BOTH);
    }

    /** As at a switchover: what this agent wrote was confirmed while a question from before was under way. */
    @Test
    void anAnswerThatWasOvertakenIsNeitherBelievedNorTold() {
        begin(TWO, BOTH);
        read("term=2 primary=server2 partner=none", 5);
        assertBelieved(BOTH);
        assertThat(state.pending().reading()).as("it asks again").isFalse();
        assertThat(state.sentence()).doesNotContain("not believed");
    }

    /** As after a copy of etcd was put back under agents that live: nobody could take over, and nobody said so. */
    @Test
    void anEtcdThatHasForgottenIsTold() {
        begin(TWO, BOTH);
        millis += Timing.ANSWER.toMillis();
        read(BOTH, 5);
        assertThat(state.view().doubt()).contains("etcd has forgotten what came after revision 5");
        read(BOTH, 11);
        assertBelieved(BOTH);
    }

    @Test
    void aPartnersPromiseKeepsUsersServedMeanwhile() {
        begin(ONE, BOTH);
        take(new Event.Beaten(at(millis), new Heartbeat(3, ONE, Heartbeat.Sign.SERVING, 100, 0), 21));
        read("term=4 primary=server2 partner=none", 22);
        Tick asked = at(millis);
        take(new Event.Answered(replicaStatus(LIFE, "0-1-10"), true, asked));
        assertThat(state.gateUntil()).isEqualTo(asked.plus(Timing.GATE));
    }

    private static MemberStatus statusOfTerm(long term) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new MemberStatus(ONE, term, true, false, LIFE, position, position, 0, Map.of(), null, true, null);
    }
}
