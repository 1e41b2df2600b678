package dev.tandem.lab.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.measure.Usage;
import dev.tandem.lab.drill.measure.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Usage RUNNER = new Usage("server1", "tandem-runner", 200, 60, 120, 0);

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
}
