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
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectionsTest {
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");

    private static Heard route(long term, Availability primary, Availability replica) {
        return Heard.of(new Route(1, term, primary, replica, false, true));
    }

    private static Heard pausing(long term, Availability primary, Availability replica) {
        return Heard.of(new Route(1, term, primary, replica, true, true));
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
        assertThat(Directions.of(Map.of(ONE, Heard.NOTHING, TWO, route(3, OTHER, YES)))
                        .primary())
                .as("HAProxy's own checks decide")
                .isEmpty();
        assertThat(Directions.of(Map.of(ONE, Heard.NOTHING, TWO, route(4, YES, YES)))
                        .primary())
                .isEqualTo(Map.of(ONE, DOWN, TWO, UP));
    }

    @Test
    void anAgentThatDoesNotAnswerSaysNothingOfReading() {
        assertThat(Directions.of(Map.of(ONE, Heard.NOTHING, TWO, route(4, YES, NO)))
                        .replica())
                .isEqualTo(Map.of(TWO, DOWN));
    }

    @Test
    void aPrimaryThatHasAReplicaAgainIsReadFromNoMore() {
        Directions alone = Directions.of(Map.of(ONE, route(3, YES, YES), TWO, Heard.NOTHING));
        Directions both = Directions.of(Map.of(ONE, route(3, YES, OTHER), TWO, route(3, OTHER, YES)));
        assertThat(both.noLongerReadFrom(alone)).containsExactly(ONE);
        assertThat(alone.noLongerReadFrom(both)).isEmpty();
        assertThat(both.noLongerReadFrom(both)).isEmpty();
    }

    @Test
    void whatWasHeldBackGoesOnWhenTheNextPrimaryServes() {
        Heard old = pausing(3, OTHER, OTHER);
        assertThat(Directions.of(Map.of(ONE, old, TWO, route(3, OTHER, YES))).paused())
                .isTrue();
        assertThat(Directions.of(Map.of(ONE, old, TWO, route(4, YES, YES))).paused())
                .isFalse();
        Heard replica = pausing(4, OTHER, YES);
        assertThat(Directions.of(Map.of(ONE, replica, TWO, route(4, YES, YES))).paused())
                .isFalse();
    }

    @Test
    void workIsHeldBackWhenAnybodySaysSo() {
        assertThat(Directions.of(Map.of(ONE, pausing(3, YES, OTHER), TWO, route(3, OTHER, YES)))
                        .paused())
                .isTrue();
    }

    @Test
    void workWaitsForAPrimaryThatIsSilent() {
        Heard silent = route(3, YES, OTHER).fallenSilent();
        Directions before = Directions.of(Map.of(ONE, silent, TWO, route(3, OTHER, YES)));
        assertThat(before.suspects()).isTrue();
        assertThat(before.primary()).as("HAProxy's own checks decide of it").isEqualTo(Map.of(TWO, STOPPING));
        Directions after = Directions.of(Map.of(ONE, silent, TWO, route(4, YES, YES)));
        assertThat(after.suspects()).isFalse();
        assertThat(after.primary()).as("its connections are cut at once").isEqualTo(Map.of(ONE, DOWN, TWO, UP));
    }

    @Test
    void aSilentPrimaryThatBeatsIsOutOfReach() {
        Heard silent = route(3, YES, OTHER).fallenSilent();
        assertThat(Directions.of(Map.of(ONE, silent, TWO, route(3, OTHER, YES))).outOfReach())
                .contains(ONE);
        Heard deaf = Heard.of(new Route(1, 3, OTHER, YES, false, false));
        assertThat(Directions.of(Map.of(ONE, silent, TWO, deaf)).outOfReach())
                .as("nobody hears it: it is dead")
                .isEmpty();
        assertThat(Directions.of(Map.of(ONE, silent, TWO, route(4, YES, YES))).outOfReach())
                .as("there is another one")
                .isEmpty();
        assertThat(Directions.of(Map.of(ONE, route(3, YES, OTHER), TWO, route(3, OTHER, YES)))
                        .outOfReach())
                .as("it answers")
                .isEmpty();
    }

    /**
     * A primary is read from when its replica is silent; its own agent says so half a second later. A check of HAProxy's in between had the read
     * port closed for five seconds.
     */
    @Test
    void whatIsNewsOfAMachineIsToldAgain() {
        Map<MachineName, Directions.Health> before = Map.of(ONE, UP, TWO, STOPPING);
        assertThat(Directions.toTell(before, before, Set.of())).isEmpty();
        assertThat(Directions.toTell(before, before, Set.of(ONE))).isEqualTo(Map.of(ONE, UP));
        assertThat(Directions.toTell(before, Map.of(ONE, UP, TWO, DOWN), Set.of(ONE)))
                .isEqualTo(Map.of(ONE, UP, TWO, DOWN));
        assertThat(Directions.toTell(Map.of(), before, Set.of())).isEqualTo(before);
    }

    @Test
    void anAgentThatIsNotThereHoldsNothingBack() {
        assertThat(Directions.of(Map.of(ONE, Heard.NOTHING, TWO, route(3, OTHER, YES)))
                        .suspects())
                .isFalse();
        assertThat(Directions.of(Map.of(ONE, Heard.NOTHING.fallenSilent(), TWO, route(3, OTHER, YES)))
                        .suspects())
                .isFalse();
    }

    @Test
    void insteadOfASilentReplicaThePrimaryIsReadFrom() {
        Directions directions = Directions.of(
                Map.of(ONE, route(3, YES, OTHER), TWO, route(3, OTHER, YES).fallenSilent()));
        assertThat(directions.replica()).isEqualTo(Map.of(ONE, UP, TWO, STOPPING));
        assertThat(directions.holdsBack()).isFalse();
    }

    @Test
    void whileRolesChangeSomebodyIsReadFrom() {
        Directions directions = Directions.of(Map.of(ONE, route(4, YES, OTHER), TWO, route(4, OTHER, OTHER)));
        assertThat(directions.replica()).isEqualTo(Map.of(ONE, UP, TWO, STOPPING));
    }
}
