package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STRIKE = 100 * SECOND;
    private static final long UNTIL = STRIKE + 2 * SECOND;

    @Test
    void requestsAreCountedInTheTenthInWhichTheyEnd() {
        TimeLine line = line(
                List.of(
                        good("write", STRIKE - SECOND, STRIKE - SECOND / 2),
                        good("write", STRIKE, STRIKE + SECOND / 20),
                        failed("write", "server1", STRIKE, STRIKE + SECOND)),
                Set.of());
        TimeLine.Lane lane = line.lanes().getFirst();
        assertThat(lane.good()).hasSize(71);
        assertThat(lane.good().get(45)).isEqualTo(1);
        assertThat(lane.good().get(50)).isEqualTo(1);
        assertThat(lane.failed().get(60)).isEqualTo(1);
        assertThat(lane.good().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
    }

    @Test
    void whatEndedLongBeforeTheFaultOrNeverIsInNoTenth() {
        TimeLine line = line(
                List.of(
                        good("write", STRIKE - 9 * SECOND, STRIKE - 8 * SECOND),
                        new Attempt(
                                "write", "server1", "0.1", STRIKE, OptionalLong.empty(), Attempt.Outcome.MAYBE, "")),
                Set.of());
        assertThat(line.lanes().getFirst().good()).containsOnly(0);
        assertThat(line.lanes().getFirst().failed()).containsOnly(0);
    }

    @Test
    void writesComeFirstAndUsersLast() {
        TimeLine line = line(
                List.of(
                        good("http-read", STRIKE, STRIKE + 1),
                        good("read-replica", STRIKE, STRIKE + 1),
                        good("write", STRIKE, STRIKE + 1)),
                Set.of());
        assertThat(line.lanes()).extracting(TimeLine.Lane::kind).containsExactly("write", "read-replica", "http-read");
    }

    @Test
    void aFailureIsToldAsItsClientSawItUnlessTheClientWentToo() {
        Attempt unended =
                new Attempt("write", "server2", "0.2", STRIKE, OptionalLong.empty(), Attempt.Outcome.MAYBE, "");
        List<Attempt> attempts = List.of(
                failed("write", "server1", STRIKE - 3 * SECOND, STRIKE - SECOND),
                failed("write", "server1", STRIKE - SECOND, STRIKE + SECOND),
                unended);
        assertThat(line(attempts, Set.of()).failures())
                .containsExactly(
                        new TimeLine.Failure(-1, 2, "write", "server1", "away"),
                        new TimeLine.Failure(0, 2, "write", "server2", ""));
        assertThat(line(attempts, Set.of("server2")).failures())
                .containsExactly(new TimeLine.Failure(-1, 2, "write", "server1", "away"));
    }

    @Test
    void eventsAreInOrderOnTheFaultsClock() {
        TimeLine line = TimeLine.of(
                List.of(),
                List.of(Moment.event(STRIKE + SECOND, "mended"), Moment.event(STRIKE, "killed")),
                STRIKE,
                UNTIL,
                Set.of());
        assertThat(line.events())
                .containsExactly(new TimeLine.Event(0, "event", "killed"), new TimeLine.Event(1, "event", "mended"));
    }

    private static TimeLine line(List<Attempt> attempts, Set<String> gone) {
        return TimeLine.of(attempts, List.of(), STRIKE, UNTIL, gone);
    }

    private static Attempt good(String kind, long begin, long end) {
        return new Attempt(kind, "server1", "0.0", begin, OptionalLong.of(end), Attempt.Outcome.ACKNOWLEDGED, "");
    }

    private static Attempt failed(String kind, String source, long begin, long end) {
        return new Attempt(kind, source, "0.0", begin, OptionalLong.of(end), Attempt.Outcome.REFUSED, "away");
    }
}
