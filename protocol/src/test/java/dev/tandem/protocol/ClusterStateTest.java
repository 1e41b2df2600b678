package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterStateTest {
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");
    private static final Partner PARTNER = new Partner(TWO, new Incarnation("1a2b"));

    @ParameterizedTest
    @ValueSource(strings = {"term=7 primary=server1 partner=server2#1a2b", "term=1 primary=server1 partner=none"})
    void aStateHasOneText(String text) {
        assertThat(ClusterState.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "term=0 primary=server1 partner=none",
                "term=7 primary=server1 partner=server1#1a2b",
                "term=7 primary=server1 partner=server2",
                "term=7 primary=server1 partner=none ",
            })
    void whatIsNoStateIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClusterState.parse(text));
    }

    @Test
    void promotionBeginsATermAlone() {
        assertThat(new ClusterState(7, ONE, PARTNER).promoted(TWO)).isEqualTo(new ClusterState(8, TWO, null));
    }

    @Test
    void reductionAndAddingKeepTheTerm() {
        assertThat(new ClusterState(7, ONE, PARTNER).alone()).isEqualTo(new ClusterState(7, ONE, null));
        assertThat(new ClusterState(7, ONE, null).with(PARTNER)).isEqualTo(new ClusterState(7, ONE, PARTNER));
    }

    @Test
    void aHeartbeatHasOneText() {
        for (Heartbeat.Sign sign : Heartbeat.Sign.values()) {
            Heartbeat heartbeat = new Heartbeat(7, ONE, sign, 1_764_144_000_000L, -4711);
            assertThat(Heartbeat.parse(heartbeat.toString())).isEqualTo(heartbeat);
        }
    }

    @Test
    void keysStayInTheSitesPartOfEtcd() {
        assertThat(new ClusterKeys("www.foobar.com").state()).isEqualTo("/tandem/www.foobar.com/database/state");
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterKeys("a/b"));
    }
}
