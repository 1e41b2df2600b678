package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final long MS = 1_000_000;

    @Test
    void anOutageIsTheLongestTimeWithoutAnAcknowledgedWrite() {
        List<Attempt> attempts = writes("server1", 0, 10, 20, 1_020, 1_030, 1_100);
        assertThat(Outage.between(attempts, 25 * MS, 1_110 * MS)).isEqualTo(new Outage(Duration.ofSeconds(1), 20 * MS));
    }

    @Test
    void aGapThatEndedBeforeTheFaultIsNotItsDoing() {
        List<Attempt> attempts = writes("server1", 0, 900, 910, 950);
        assertThat(Outage.between(attempts, 905 * MS, 960 * MS).longest()).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void writesThatNeverComeBackAreOutUntilTheEnd() {
        assertThat(Outage.between(writes("server1", 0, 10), 20 * MS, 5_010 * MS).longest())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(Outage.between(List.of(), 0, 3_000 * MS).longest()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void clientsThatWentWithTheirMachineAreNotCounted() {
        List<Attempt> attempts = new ArrayList<>(writes("server1", 0, 10, 20, 30));
        attempts.addAll(writes("server2", 0, 10));
        attempts.addAll(failures("server2", 15, 25));
        Figures without = new Figures(attempts, 12 * MS, 30 * MS, Set.of("server2"));
        assertThat(without.measure(List.of())).containsEntry(Measure.FAILED_WRITES, 0L);
        Figures with = new Figures(attempts, 12 * MS, 30 * MS, Set.of());
        assertThat(with.measure(List.of())).containsEntry(Measure.FAILED_WRITES, 2L);
    }

    @Test
    void ledgersOfAllWaysAreAddedUp() {
        Ledger one = new Ledger(3, 0, 0, 0, List.of("0.1"), List.of(), List.of());
        Ledger other = new Ledger(3, 0, 0, 0, List.of("0.1", "0.2"), List.of("0.5"), List.of("0.7"));
        Map<Measure, Long> values = new Figures(List.of(), 0, MS, Set.of()).measure(List.of(one, other));
        assertThat(values).containsEntry(Measure.LOST, 3L).containsEntry(Measure.DOUBLED, 2L);
    }

    @Test
    void theSlowestWriteIsOneThatEndedAfterTheFault() {
        List<Attempt> attempts = Attempt.parse(
                "server1", List.of("E write 0.0 0 900000000 A -", "E write 0.1 950000000 1450000000 A -"));
        assertThat(new Figures(attempts, 1_000 * MS, 2_000 * MS, Set.of()).measure(List.of()))
                .containsEntry(Measure.SLOWEST_WRITE, 500L);
    }

    @Test
    void aRequestThatNeverEndedFailedAndIsTheSlowestUnlessItsClientIsGone() {
        List<Attempt> attempts =
                Attempt.parse("server1", List.of("E write 0.0 900000000 1100000000 A -", "B write 0.1 1200000000"));
        assertThat(new Figures(attempts, 1_000 * MS, 9_200 * MS, Set.of()).measure(List.of()))
                .containsEntry(Measure.FAILED_WRITES, 1L)
                .containsEntry(Measure.SLOWEST_WRITE, 8_000L);
        assertThat(new Figures(attempts, 1_000 * MS, 9_200 * MS, Set.of()).failedBefore(0))
                .isZero();
    }

    @Test
    void whatFailedBeforeItCountsIsLeftOut() {
        List<Attempt> attempts = Attempt.parse(
                "server1", List.of("E http-write 1 100000000 300000000 R -", "E http-write 2 500000000 600000000 R -"));
        Figures figures = new Figures(attempts, 1_000 * MS, 9_200 * MS, Set.of());
        assertThat(figures.failedBefore(0)).isEqualTo(2);
        assertThat(figures.failedBefore(500 * MS)).isEqualTo(1);
        assertThat(figures.failedBefore(501 * MS)).isZero();
    }

    @Test
    void whatNobodyWasThereToMeasureIsNotMeasured() {
        assertThat(new Figures(writes("server1", 10, 20), 12 * MS, 30 * MS, Set.of("server1")).measure(List.of()))
                .doesNotContainKeys(
                        Measure.WRITE_OUTAGE, Measure.FAILED_WRITES, Measure.SLOWEST_WRITE, Measure.FAILED_HTTP_WRITES);
    }

    private static List<Attempt> writes(String source, int... endMilliseconds) {
        return lines(source, "A", endMilliseconds);
    }

    private static List<Attempt> failures(String source, int... endMilliseconds) {
        return lines(source, "M", endMilliseconds);
    }

    private static List<Attempt> lines(String source, String outcome, int... endMilliseconds) {
        List<String> lines = new ArrayList<>();
        for (int end : endMilliseconds) {
            lines.add("E write " + source + "." + end + " " + (end - 1) * MS + " " + end * MS + " " + outcome + " -");
        }
        return Attempt.parse(source, lines);
    }
}
