package dev.tandem.agent.route;

import static dev.tandem.agent.route.Availability.NO;
import static dev.tandem.agent.route.Availability.OTHER;
import static dev.tandem.agent.route.Availability.YES;
import static dev.tandem.agent.route.Directions.Health.DOWN;
import static dev.tandem.agent.route.Directions.Health.STOPPING;
import static dev.tandem.agent.route.Directions.Health.UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.MachineName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectionsTest {
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");

    private static Route route(long term, Availability primary, Availability replica) {
        return new Route(1, term, primary, replica, false);
    }

    @Test
    void thePrimaryIsWrittenToAndTheReplicaReadFrom() {
        Directions directions = Directions.of(Map.of(ONE, route(3, YES, OTHER), TWO, route(3, OTHER, YES)));
        assertThat(directions.primary()).isEqualTo(Map.of(ONE, UP, TWO, STOPPING));
        assertThat(directions.replica()).isEqualTo(Map.of(ONE, STOPPING, TWO, UP));
    }

    @Test
    void anOldPrimaryThatStillThinksItIsOneGetsNothing() {
        Directions directions = Directions.of(Map.of(ONE, route(3, YES, OTHER), TWO, route(4, YES, YES)));
        assertThat(directions.primary()).isEqualTo(Map.of(ONE, STOPPING, TWO, UP));
    }

    @Test
    void connectionsToAPrimaryThatDoesNotAnswerAreCutOnlyWhenThereIsAnother() {
        assertThat(Directions.of(Map.of(ONE, Route.UNKNOWN, TWO, route(3, OTHER, YES)))
                        .primary())
                .as("HAProxy's own checks decide")
                .isEmpty();
        assertThat(Directions.of(Map.of(ONE, Route.UNKNOWN, TWO, route(4, YES, YES)))
                        .primary())
                .isEqualTo(Map.of(ONE, DOWN, TWO, UP));
    }

    @Test
    void anAgentThatDoesNotAnswerSaysNothingOfReading() {
        assertThat(Directions.of(Map.of(ONE, Route.UNKNOWN, TWO, route(4, YES, NO)))
                        .replica())
                .isEqualTo(Map.of(TWO, DOWN));
    }

    @Test
    void aPrimaryThatHasAReplicaAgainIsReadFromNoMore() {
        Directions alone = Directions.of(Map.of(ONE, route(3, YES, YES), TWO, Route.UNKNOWN));
        Directions both = Directions.of(Map.of(ONE, route(3, YES, OTHER), TWO, route(3, OTHER, YES)));
        assertThat(both.readsMoved(alone)).isTrue();
        assertThat(alone.readsMoved(both)).isFalse();
        assertThat(both.readsMoved(both)).isFalse();
    }

    @Test
    void whatWasHeldBackGoesOnWhenTheNextPrimaryServes() {
        Route old = new Route(1, 3, OTHER, OTHER, true);
        assertThat(Directions.of(Map.of(ONE, old, TWO, route(3, OTHER, YES))).paused())
                .isTrue();
        assertThat(Directions.of(Map.of(ONE, old, TWO, route(4, YES, YES))).paused())
                .isFalse();
        Route replica = new Route(2, 4, OTHER, YES, true);
        assertThat(Directions.of(Map.of(ONE, replica, TWO, route(4, YES, YES))).paused())
                .isFalse();
    }

    @Test
    void workIsHeldBackWhenAnybodySaysSo() {
        assertThat(Directions.of(Map.of(ONE, new Route(1, 3, YES, OTHER, true), TWO, route(3, OTHER, YES)))
                        .paused())
                .isTrue();
    }
}
