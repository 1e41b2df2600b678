package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.measure.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as a table for a terminal. Pure. */
public final class DrillText {
    private static final List<Column> COLUMNS = List.of(
            new Column("writes out", Measure.WRITE_OUTAGE),
            new Column("worst", Measure.WRITE_OUTAGE),
            new Column("failed", Measure.FAILED_WRITES),
            new Column("slowest", Measure.SLOWEST_WRITE),
            new Column("users out", Measure.HTTP_OUTAGE),
            new Column("failed", Measure.FAILED_HTTP_WRITES),
            new Column("lost", Measure.LOST),
            new Column("doubled", Measure.DOUBLED),
            new Column("stale", Measure.STALE_READS),
            new Column("partner", Measure.PARTNER_AGAIN),
            new Column("well", Measure.RECOVERY));

    private DrillText() {}

    private record Column(String title, Measure measure) {
        String of(DrillReport.Entry entry) {
            return DrillReport.value(entry, measure)
                    .map(value -> measure.words(title.equals("worst") ? value.worst() : value.value()))
                    .orElse("-");
        }
    }

    static List<String> lines(DrillReport report) {
        List<String> lines = new ArrayList<>();
        StringBuilder head =
                new StringBuilder(String.format(Locale.ROOT, "%-28s %-12s %4s", "fault", "verdict", "runs"));
        COLUMNS.forEach(column -> head.append(String.format(Locale.ROOT, " %10s", column.title())));
        lines.add(head.toString());
        for (DrillReport.Entry entry : report.faults()) {
            lines.add(line(entry));
            entry.reasons().forEach(reason -> lines.add("    " + reason.replace("\n", " ")));
            aged(entry).forEach(words -> lines.add("    " + words));
        }
        if (report.soak() != null) {
            lines.addAll(report.soak().lines());
        }
        return lines;
    }

    /** Of the last run: what was aged before it. */
    private static List<String> aged(DrillReport.Entry entry) {
        List<Aged> all =
                entry.trials().isEmpty() ? List.of() : entry.trials().getLast().aged();
        return Stream.of(Aged.State.values())
                .filter(state -> all.stream().anyMatch(aged -> aged.state() == state))
                .map(state -> state.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                        + all.stream()
                                .filter(aged -> aged.state() == state)
                                .map(Aged::name)
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    public static String line(DrillReport.Entry entry) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%-28s %-12s %4d", entry.name(), entry.verdict().toLowerCase(Locale.ROOT), entry.runs()));
        COLUMNS.forEach(column -> line.append(String.format(Locale.ROOT, " %10s", column.of(entry))));
        return line.toString();
    }
}
