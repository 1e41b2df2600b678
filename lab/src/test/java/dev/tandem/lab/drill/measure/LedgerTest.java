package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ledger that cannot fail proves nothing: each kind of harm is shown to be found. */
class LedgerTest {
    private static final List<Attempt> WRITES = Attempt.parse(
            "server1",
            List.of(
                    "B write 0.0 100",
                    "E write 0.0 100 110 A -",
                    "B write 0.1 200",
                    "E write 0.1 200 210 R 1290 read-only",
                    "B write 0.2 300",
                    "E write 0.2 300 1300 M 0 timed out",
                    "B write 0.3 400",
                    "E write 0.3 400 410 A -",
                    "B write 0.4 500"));

    @Test
    void whatWasAcknowledgedAndIsThereIsGood() {
        Ledger ledger = Ledger.check(WRITES, Map.of("0.0", 1, "0.3", 1));
        assertThat(ledger).isEqualTo(new Ledger(2, 1, 2, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void whatWasAcknowledgedAndIsNotThereIsLost() {
        assertThat(Ledger.check(WRITES, Map.of("0.3", 1)).lost()).containsExactly("0.0");
    }

    @Test
    void whatIsThereTwiceIsDoubled() {
        assertThat(Ledger.check(WRITES, Map.of("0.0", 2, "0.3", 1)).doubled()).containsExactly("0.0");
    }

    @Test
    void nobodyKnowsOfWhatTimedOutOrOfWhatADyingClientHadBegun() {
        Ledger ledger = Ledger.check(WRITES, Map.of("0.0", 1, "0.2", 1, "0.3", 1, "0.4", 1));
        assertThat(ledger.maybePresent()).isEqualTo(2);
        assertThat(ledger.lost()).isEmpty();
        assertThat(ledger.phantom()).isEmpty();
    }

    @Test
    void whatWasRefusedOrNeverTriedMayNotBeThere() {
        Ledger ledger = Ledger.check(WRITES, Map.of("0.0", 1, "0.1", 1, "0.3", 1, "7.0", 1));
        assertThat(ledger.phantom()).containsExactly("0.1", "7.0");
    }

    @Test
    void aLineThatWasCutOffIsAnAttemptThatWasBegun() {
        List<Attempt> cut = Attempt.parse("server1", List.of("B write 0.0 100", "E write 0.0 1"));
        assertThat(cut).hasSize(1);
        assertThat(cut.getFirst().outcome()).isEqualTo(Attempt.Outcome.MAYBE);
        assertThat(cut.getFirst().end()).isEmpty();
    }
}
