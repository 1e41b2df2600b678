package dev.tandem.lab.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
    @Test
    void aSiteThatAgeingAloneMakesUnwellFailsEveryFault() {
        Trial ill = Trial.ill(List.of(), Duration.ofMillis(60_500), "the primary has no partner");
        Verdict verdict = Verdict.of(Limits.nothingLost(), List.of(ill.run()));
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
        assertThat(ill.run().doubts()).containsExactly("ageing alone made the site unwell: the primary has no partner");
    }
}
