package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Limits LIMITS = Limits.nothingLost()
            .with(Measure.WRITE_OUTAGE, Duration.ofMillis(1_200))
            .worst(Measure.WRITE_OUTAGE, Duration.ofMillis(2_500));

    @Test
    void whatKeepsEveryLimitPasses() {
        assertThat(Verdict.of(LIMITS, List.of(run(0, 1_900))).outcome()).isEqualTo(Verdict.Outcome.PASS);
    }

    @Test
    void oneLostWriteFailsWhateverElseIsInDoubt() {
        Verdict verdict = Verdict.of(
                LIMITS,
                List.of(new Verdict.Run(Map.of(Measure.LOST, 1L), List.of("the fault was not seen to bite"), false)));
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
        assertThat(verdict.reasons()).containsExactly("lost was 1, and may be 0");
    }

    @Test
    void aFaultThatDidNotBiteProvesNothing() {
        Verdict verdict = Verdict.of(
                LIMITS, List.of(run(0, 10), new Verdict.Run(Map.of(Measure.LOST, 0L), List.of("did not bite"), false)));
        assertThat(verdict).isEqualTo(new Verdict(Verdict.Outcome.INCONCLUSIVE, List.of("did not bite")));
    }

    @Test
    void oneRunIsHeldToTheWorstAndThreeToTheirMedianToo() {
        assertThat(Verdict.of(LIMITS, List.of(run(0, 2_600))).reasons())
                .containsExactly("worst write-outage was 2.60 s, and may be 2.50 s");
        assertThat(Verdict.of(LIMITS, List.of(run(0, 900), run(0, 2_400), run(0, 1_100)))
                        .outcome())
                .isEqualTo(Verdict.Outcome.PASS);
        assertThat(Verdict.of(LIMITS, List.of(run(0, 900), run(0, 1_400), run(0, 1_300)))
                        .reasons())
                .containsExactly("write-outage (median) was 1.30 s, and may be 1.20 s");
    }

    @Test
    void oneRunsValuesAloneMissALimitOrNot() {
        assertThat(Verdict.misses(LIMITS, Map.of(Measure.LOST, 0L, Measure.WRITE_OUTAGE, 2_600L)))
                .isTrue();
        assertThat(Verdict.misses(LIMITS, Map.of(Measure.LOST, 0L, Measure.WRITE_OUTAGE, 2_400L)))
                .isFalse();
    }

    @Test
    void aBusyComputerCanStillLoseWritesButNotMissATime() {
        Verdict.Run slow =
                new Verdict.Run(Map.of(Measure.LOST, 0L, Measure.WRITE_OUTAGE, 9_000L), List.of("busy"), true);
        assertThat(Verdict.of(LIMITS, List.of(slow)).outcome()).isEqualTo(Verdict.Outcome.INCONCLUSIVE);
        Verdict.Run lossy =
                new Verdict.Run(Map.of(Measure.LOST, 1L, Measure.WRITE_OUTAGE, 9_000L), List.of("busy"), true);
        assertThat(Verdict.of(LIMITS, List.of(lossy)).reasons()).containsExactly("lost was 1, and may be 0");
    }

    @Test
    void ofCountsTheWorstRunCounts() {
        assertThat(Verdict.of(LIMITS, List.of(run(0, 10), run(2, 10), run(0, 10)))
                        .reasons())
                .containsExactly("lost was 2, and may be 0");
    }

    @Test
    void theFilesLimitsStandInPlaceOfTheFaults() {
        Limits stricter = LIMITS.replacedBy(Map.of(Measure.WRITE_OUTAGE, 500L));
        assertThat(Verdict.of(stricter, List.of(run(0, 600))).reasons())
                .containsExactly("write-outage was 0.60 s, and may be 0.50 s");
    }

    private static Verdict.Run run(long lost, long outage) {
        return new Verdict.Run(Map.of(Measure.LOST, lost, Measure.WRITE_OUTAGE, outage), List.of(), false);
    }
}
