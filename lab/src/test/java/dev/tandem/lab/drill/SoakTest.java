package dev.tandem.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SoakTest {
    private static final Usage RUNNER = new Usage("server1", "tandem-runner", 200, 60, 120, 0);

    @Test
    void theSameSeedDrawsTheSameTurnsAndAnotherOneOthers() {
        assertThat(turns(7)).isEqualTo(turns(7)).isNotEqualTo(turns(8));
    }

    @Test
    void someTurnsAreOnAnOldSiteSomeAreNotAndNoneIsWithoutQuiet() {
        assertThat(turns(7)).extracting(SoakTurn::aged).contains(true, false);
        assertThat(turns(7))
                .allSatisfy(turn -> assertThat(turn.quiet()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    @Test
    void whatHasGrownByHalfAndMoreLooksLikeALeak() {
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server1", "tandem-runner", 260, 70, 150, 0))))
                .isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server1", "tandem-runner", 400, 111, 500, 0))))
                .containsExactly(
                        "tandem-runner on server1: memory in MiB grew from 200 to 400",
                        "tandem-runner on server1: threads grew from 60 to 111",
                        "tandem-runner on server1: open files grew from 120 to 500");
    }

    /** MariaDB fills its buffers and its log: that is no leak of ours. Nor has a program that does not run a say. */
    @Test
    void onlyOurOwnProgramsAreJudged() {
        Usage mariadb = new Usage("server1", "mariadb", 100, 30, 60, 0);
        assertThat(Usage.leaks(List.of(mariadb), List.of(new Usage("server1", "mariadb", 900, 300, 900, 0))))
                .isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of())).isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server2", "tandem-runner", 999, 999, 999, 0))))
                .isEmpty();
    }

    @Test
    void whatTheMachinesSayIsReadByProgramAndFolder() {
        assertThat(Usage.parse("lb1", "tandem-agent 81920 31 44 0\n/var/log 0 0 0 12\ncut o"))
                .containsExactly(
                        new Usage("lb1", "tandem-agent", 80, 31, 44, 0), new Usage("lb1", "/var/log", 0, 0, 0, 12));
    }

    @Test
    void aLeakFailsASoakThatPassedOtherwise() {
        Course clean = new Course(60, List.of(), List.of(RUNNER), List.of(RUNNER), List.of());
        Course leaking = new Course(60, List.of(), List.of(RUNNER), List.of(RUNNER), List.of("threads grew"));
        assertThat(report(clean).outcome()).isEqualTo(Verdict.Outcome.PASS);
        assertThat(report(leaking).outcome()).isEqualTo(Verdict.Outcome.FAIL);
        assertThat(new Findings(report(leaking)).lines()).contains("  looks like a leak: threads grew");
        assertThat(new Findings(report(leaking)).page()).contains("looks like a leak: threads grew");
        assertThat(new Findings(report(leaking)).json()).contains("\"leaks\": [", "\"memoryMegabytes\": 200");
    }

    @Test
    void countsAreOfTheWholeSoak() {
        DrillReport.Entry lossy = new DrillReport.Entry(
                "x", "", "FAIL", List.of(), 1, List.of(new DrillReport.Value("lost", 2, 2, 0L, null)), List.of());
        Course none = new Course(0, List.of(), List.of(), List.of(), List.of());
        Course.Point first = none.next(10, true, lossy, List.of(RUNNER, RUNNER));
        Course one = new Course(10, List.of(first), List.of(), List.of(), List.of());
        assertThat(one.next(20, false, lossy, List.of(RUNNER)).lost()).isEqualTo(4);
        assertThat(first.memoryMegabytes()).isEqualTo(400);
    }

    private static DrillReport report(Course course) {
        DrillReport.Entry good = new DrillReport.Entry("x", "", "PASS", List.of(), 1, List.of(), List.of());
        return new DrillReport(1, "www.foobar.com", "2026-11-26T01:00:00Z", 7L, List.of(good), course);
    }

    private static List<SoakTurn> turns(long seed) {
        Random random = new Random(seed);
        List<Fault> faults = Faults.list();
        return Stream.generate(() -> SoakTurn.draw(random, faults)).limit(40).toList();
    }
}
