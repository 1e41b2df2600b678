package dev.tandem.lab.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.observe.ReportText;
import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Faults;
import dev.tandem.lab.drill.measure.Attempt;
import dev.tandem.lab.drill.measure.Figures;
import dev.tandem.lab.drill.measure.Ledger;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.Moment;
import dev.tandem.lab.drill.measure.TimeLine;
import dev.tandem.lab.drill.measure.Verdict;
import dev.tandem.protocol.AgentReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people and programs read of a drill says what was seen. */
class DrillReportTest {
    private static final long SECOND = 1_000_000_000L;

    private static final List<Aged> AGED = List.of(
            new Aged("etcd", Aged.State.AGED, "revision 7 is gone"),
            new Aged("conntrack", Aged.State.DID_NOT_BITE, "nothing is remembered"),
            new Aged("clock", Aged.State.NOT_TRIED, "one clock <for all>"));

    private static final Findings FINDINGS = new Findings(new DrillReport(
            1,
            "www.foobar.com",
            "2026-11-26T01:00:00Z",
            null,
            List.of(DrillReport.entry(Faults.named("mysqld-killed").orElseThrow(), List.of(trial()))),
            null));

    @Test
    void theTableHasVerdictFiguresAndReasons() {
        assertThat(FINDINGS.outcome()).isEqualTo(Findings.Outcome.MISSED);
        List<String> lines = FINDINGS.lines();
        assertThat(lines.get(1)).startsWith("mysqld-killed").contains("fail", "2.10 s");
        assertThat(lines).anyMatch(line -> line.contains("write-outage was 2.10 s, and may be 0.60 s"));
        assertThat(lines).anyMatch(line -> line.contains("lost was 1, and may be 0"));
    }

    @Test
    void everyFormSaysWhatWasAgedBeforeAndWhatWasNot() {
        assertThat(FINDINGS.lines()).contains("    aged: etcd", "    did not bite: conntrack", "    not tried: clock");
        assertThat(FINDINGS.json()).contains("\"name\": \"conntrack\"", "\"state\": \"DID_NOT_BITE\"");
        assertThat(FINDINGS.page()).contains("<li>clock, not tried: one clock &lt;for all&gt;</li>");
    }

    @Test
    void theDocumentNamesWhatWasLost() {
        assertThat(FINDINGS.json()).contains("\"verdict\": \"FAIL\"", "\"lost\": [\n", "\"0.3\"", "\"limit\": 600");
    }

    @Test
    void thePageNeedsNothingElseAndShowsWhoWasPrimary() {
        String page = FINDINGS.page();
        assertThat(page).startsWith("<!DOCTYPE html>").contains("<svg", "server1", "server2", "&lt;kill&gt;");
        assertThat(page)
                .contains("<td>0.50 s</td><td>1.00 s</td><td class=\"words\">0 (conn=3) timed &lt;out&gt;</td>");
        assertThat(page).doesNotContain("<script", "src=", "href=\"http", "<kill>");
    }

    @Test
    void everyFaultHasANameOfItsOwnAndIsHeldToNothingLost() {
        assertThat(Faults.list())
                .extracting(Fault::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(30);
        assertThat(Faults.list())
                .allSatisfy(fault -> assertThat(fault.limits().usual())
                        .containsEntry(Measure.LOST, 0L)
                        .containsEntry(Measure.DOUBLED, 0L)
                        .containsEntry(Measure.STALE_READS, 0L)
                        .containsKey(Measure.RECOVERY));
    }

    @Test
    void theAgentsStatusSaysWhoIsPrimaryAndPartner() {
        AgentReport status = ReportText.read("""
                        {"machine":"server1","time":"2026-11-26T01:00:00Z","sentence":"primary, with its partner.","term":3,
                         "state":"term=3 primary=server1 partner=server2#p1","role":"primary","mysqld":{"running":true,"open":true},
                         "gate":"lease","etcd":true,"paused":false,"tainted":false,"peers":["server2"]}""").orElseThrow();
        assertThat(status.takesWrites()).isTrue();
        assertThat(status.primary()).contains("server1");
        assertThat(status.partner()).contains("server2");
        assertThat(ReportText.read("{\"machine\":\"ser")).isEmpty();
    }

    private static Trial trial() {
        List<String> lines = new ArrayList<>();
        for (int tick = 0; tick < 70; tick++) {
            long end = tick * SECOND / 10;
            if (tick < 40 || tick >= 60) {
                lines.add("E write 0." + tick + " " + (end - 1) + " " + end + " A -");
            } else if (tick == 55) {
                lines.add("E write 0.55 " + (end - SECOND) + " " + end + " M 0 (conn=3) timed <out>");
            }
        }
        List<Attempt> attempts = Attempt.parse("server1", lines);
        Ledger ledger = new Ledger(50, 0, 0, 0, List.of("0.3"), List.of(), List.of());
        long strike = 4 * SECOND;
        long until = 7 * SECOND;
        Map<Measure, Long> values = new Figures(attempts, strike, until, Set.of()).measure(List.of(ledger));
        List<Moment> moments = List.of(
                new Moment(0, "primary", "server1"),
                Moment.event(strike, "SIGKILL <kill>"),
                new Moment(5 * SECOND, "primary", "nobody"),
                new Moment(6 * SECOND, "primary", "server2"));
        return new Trial(
                new Verdict.Run(values, List.of(), false),
                "SIGKILL <kill>",
                Optional.of("process 7 is gone"),
                Optional.of(TimeLine.of(attempts, moments, strike, until, Set.of())),
                List.of(ledger),
                200,
                20,
                AGED);
    }
}
