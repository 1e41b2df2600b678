package dev.tandem.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaCircuitTest {
    private final FakeTicker ticker = new FakeTicker();
    private final ReplicaCircuit circuit = new ReplicaCircuit(ticker, Duration.ofSeconds(1));

    @Test
    void aReplicaThatNeverFailedIsAskedByEverybody() {
        assertThat(circuit.admits()).isTrue();
        assertThat(circuit.admits()).isTrue();
    }

    @Test
    void nobodyAsksWhileItRests() {
        circuit.failed();
        ticker.advance(Duration.ofMillis(999));
        assertThat(circuit.admits()).isFalse();
    }

    @Test
    void afterTheRestOneCallerTriesAndTheOthersStayAway() {
        circuit.failed();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(circuit.admits()).isTrue();
        assertThat(circuit.admits()).isFalse();
    }

    @Test
    void aTrialThatNeverReportsDoesNotKeepTheReplicaAwayForGood() {
        circuit.failed();
        ticker.advance(Duration.ofSeconds(1));
        circuit.admits();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(circuit.admits()).isTrue();
    }

    @Test
    void anAnswerLetsEverybodyBack() {
        circuit.failed();
        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.admits()).isTrue();
        assertThat(circuit.admits()).isTrue();
    }

    @Test
    void onlyTheChangeIsReportedAsNews() {
        assertThat(circuit.failed()).isTrue();
        assertThat(circuit.failed()).isFalse();
        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.answered()).isFalse();
    }

    @Test
    void aRestOfNothingIsRefused() {
        assertThatThrownBy(() -> new ReplicaCircuit(ticker, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive");
    }
}
