package dev.tandem.agent.decide.decision;

import static dev.tandem.agent.decide.Situation.LIFE;
import static dev.tandem.agent.decide.Situation.NOW;
import static dev.tandem.agent.decide.Situation.TWO;
import static dev.tandem.agent.decide.Situation.asOne;
import static dev.tandem.agent.decide.Situation.at;
import static dev.tandem.agent.decide.Situation.primary;
import static dev.tandem.agent.decide.Situation.replicaStatus;
import static dev.tandem.agent.decide.Situation.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.Situation;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.protocol.Request;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A switchover, step by step; see {@link SwitchoverDecisions}. */
class SwitchoverDecisionsTest {
    private static final String BOTH = "term=3 primary=server1 partner=server2#a1";
    private static final String ALONE = "term=3 primary=server1 partner=none";

    @Test
    void aSwitchoverPausesClosesAndHandsOver() {
        Situation wanted = asOne(BOTH).heard(replicaStatus(LIFE, "0-1-10"), 50);
        wanted.request = new Request(1, Request.Kind.SWITCHOVER, TWO);
        assertThat(wanted.decision()).isEqualTo(new Decision.PauseRouters(TWO));
        assertThat(wanted.remember(m -> m.with(new Handover.Paused(NOW))).decision())
                .isEqualTo(new Decision.Close());
        assertThat(wanted.remember(m -> m.with(new Handover.Closed(NOW)))
                        .database(primary(false, true, Set.of(TWO), "0-1-10"))
                        .decision())
                .isInstanceOf(Decision.HandOver.class);
    }

    @Test
    void aClosedPrimaryLetsStatementsEndForAMoment() {
        Running closed = primary(false, true, Set.of(TWO), "0-1-10");
        Running busy = serving(closed, new Serving(Set.of(TWO), Set.of(TWO), null, false, 1));
        Situation handing = asOne(BOTH)
                .heard(replicaStatus(LIFE, "0-1-10"), 50)
                .database(busy)
                .remember(m -> m.with(new Handover.Closed(NOW)));
        assertThat(handing.decision().sentence()).isEqualTo("lets statements end that were under way.");
        assertThat(handing.remember(m -> m.with(new Handover.Closed(at(99_750))))
                        .decision())
                .isInstanceOf(Decision.HandOver.class);
    }

    /** Two seconds after the order to close. */
    private static Situation late(Running mysqld) {
        return asOne(BOTH)
                .heard(replicaStatus(LIFE, "0-1-9"), 50)
                .database(mysqld)
                .remember(m -> m.with(new Handover.Closed(at(98_000))));
    }

    @Test
    void aSwitchoverIsGivenUpWhenThePartnerDoesNotCatchUp() {
        assertThat(late(primary(false, true, Set.of(TWO), "0-1-10")).decision().sentence())
                .isEqualTo("not switched: server2 did not catch up.");
    }

    /** The order to close was refused, as somebody holds a lock: the partner has nothing to do with it. */
    @Test
    void aSwitchoverWhosePrimaryCannotBeClosedSaysSo() {
        assertThat(late(primary(true, true, Set.of(TWO), "0-1-10")).decision().sentence())
                .isEqualTo("not switched: mysqld could not be closed for writes, as somebody holds a lock.");
    }

    @Test
    void aSwitchoverThatThePartnerLeavesIsTakenBack() {
        Situation left = asOne(ALONE)
                .database(primary(false, true, Set.of(TWO), "0-1-10"))
                .remember(m -> m.with(new Handover.Offered(NOW, true)));
        assertThat(left.decision()).isInstanceOf(Decision.TakeBack.class);
    }
}
