package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.TimeLine;
import java.util.List;
import java.util.Locale;

/** A report as one page for a browser that needs nothing else. Pure. */
final class DrillPage {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 74rem; padding: 0 1rem; color: #1b1f24;
              background: #fff }
            h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px }
            th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #d9dee3 }
            th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left }
            .wide { overflow-x: auto } th.words, td.words { text-align: left }
            .verdict { font-weight: 600; font-size: 12px; padding: .1rem .5rem; border-radius: 3px; color: #fff }
            .PASS { background: #1a7f4b } .FAIL { background: #b3261e } .INCONCLUSIVE { background: #8a6100 }
            .missed { color: #b3261e; font-weight: 600 } p { margin: .3rem 0 } .small { color: #57606a; font-size: 13px }
            svg { display: block; width: 100%; height: auto; margin: .6rem 0 }
            svg text { font: 11px system-ui, sans-serif; fill: #57606a }
            """;

    private DrillPage() {}

    static String of(DrillReport report) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>Drills of " + escape(report.site())
                + "</title>\n<style>\n" + STYLE + "</style></head><body>\n");
        page.append("<h1>Drills of ").append(escape(report.site())).append("</h1>\n<p class=\"small\">Begun ");
        page.append(escape(report.began()));
        if (report.seed() != null) {
            page.append(", in random order of seed ").append(report.seed());
        }
        page.append(". Durations of several runs are medians, counts the worst.</p>\n");
        summary(page, report.faults());
        if (report.soak() != null) {
            soak(page, report.soak());
        }
        report.faults().forEach(entry -> section(page, entry));
        return page.append("</body></html>\n").toString();
    }

    private static void soak(StringBuilder page, Course course) {
        page.append(
                "<h2>Over time</h2>\n<div class=\"wide\"><table><tr><th>fault</th><th>verdict</th><th>after</th><th>aged</th>"
                        + "<th>lost</th><th>doubled</th><th>stale</th><th>memory</th><th>threads</th><th>open files</th><th>disk</th></tr>\n");
        for (Course.Point point : course.points()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%d s</td><td>%s</td><td>%d</td><td>%d</td><td>%d</td><td>%d MiB</td>"
                            + "<td>%d</td><td>%d</td><td>%d MiB</td></tr>\n",
                    escape(point.fault()),
                    point.verdict().toLowerCase(Locale.ROOT),
                    point.at(),
                    point.aged() ? "yes" : "no",
                    point.lost(),
                    point.doubled(),
                    point.stale(),
                    point.memoryMegabytes(),
                    point.threads(),
                    point.descriptors(),
                    point.diskMegabytes()));
        }
        page.append("</table></div>\n<pre class=\"small\">");
        page.append(escape(String.join("\n", course.lines()))).append("</pre>\n");
    }

    private static void summary(StringBuilder page, List<DrillReport.Entry> entries) {
        page.append("<div class=\"wide\"><table><tr><th>fault</th><th>verdict</th><th>runs</th>");
        for (Measure measure : Measure.values()) {
            page.append("<th>").append(measure.word().replace('-', ' ')).append("</th>");
        }
        page.append("</tr>\n");
        for (DrillReport.Entry entry : entries) {
            page.append("<tr><td><a href=\"#").append(escape(entry.name())).append("\">");
            page.append(escape(entry.name()))
                    .append("</a></td><td>")
                    .append(badge(entry))
                    .append("</td><td>");
            page.append(entry.runs()).append("</td>");
            for (Measure measure : Measure.values()) {
                page.append(DrillReport.value(entry, measure)
                        .map(value -> cell(measure, value))
                        .orElse("<td>–</td>"));
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static String cell(Measure measure, DrillReport.Value value) {
        boolean missed = (value.limit() != null && value.worstLimit() == null && value.value() > value.limit())
                || (value.worstLimit() != null && value.worst() > value.worstLimit());
        String limit = value.limit() == null ? "" : " title=\"limit " + measure.words(value.limit()) + "\"";
        return "<td" + limit + (missed ? " class=\"missed\"" : "") + ">" + measure.words(value.value()) + "</td>";
    }

    private static String badge(DrillReport.Entry entry) {
        return "<span class=\"verdict " + entry.verdict() + "\">"
                + entry.verdict().toLowerCase(Locale.ROOT) + "</span>";
    }

    private static void section(StringBuilder page, DrillReport.Entry entry) {
        page.append("<h2 id=\"").append(escape(entry.name())).append("\">").append(escape(entry.name()));
        page.append(" ")
                .append(badge(entry))
                .append("</h2>\n<p>")
                .append(escape(entry.sentence()))
                .append("</p>\n");
        entry.reasons()
                .forEach(reason -> page.append("<p class=\"missed\">")
                        .append(escape(reason))
                        .append("</p>\n"));
        for (DrillReport.Run run : entry.trials()) {
            page.append("<p class=\"small\">").append(escape(run.what()));
            if (run.proof() != null) {
                page.append(". Proof: ").append(escape(run.proof()));
            }
            page.append(String.format(
                    Locale.ROOT,
                    ". Before it: %.0f writes a second, longest pause %.2f s.",
                    run.writesPerSecondBefore(),
                    run.pauseBeforeMillis() / 1000.0));
            run.ledgers().forEach(account -> page.append(" ").append(account(account)));
            page.append("</p>\n");
            aged(page, run.aged());
            if (run.timeLine() != null) {
                page.append(Drawing.of(run.timeLine()));
                failures(page, run.timeLine().failures());
            }
        }
    }

    private static void aged(StringBuilder page, List<Aged> aged) {
        if (aged.isEmpty()) {
            return;
        }
        page.append("<details class=\"small\"><summary>How it was made old before</summary><ul>\n");
        for (Aged each : aged) {
            page.append("<li>").append(escape(each.name())).append(", ");
            page.append(each.state().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(": ");
            page.append(escape(each.words())).append("</li>\n");
        }
        page.append("</ul></details>\n");
    }

    private static void failures(StringBuilder page, List<TimeLine.Failure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        page.append(
                "<details class=\"small\"><summary>What clients saw</summary><div class=\"wide\"><table>"
                        + "<tr><th>request</th><th>from</th><th>at</th><th>failed after</th><th class=\"words\">with</th></tr>\n");
        for (TimeLine.Failure failure : failures) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%.2f s</td><td>%.2f s</td><td class=\"words\">%s</td></tr>\n",
                    escape(failure.kind()),
                    escape(failure.source()),
                    failure.at(),
                    failure.seconds(),
                    escape(failure.words())));
        }
        page.append("</table></div></details>\n");
    }

    private static String account(DrillReport.Account account) {
        return "Ledger: " + account.acknowledged() + " acknowledged, " + account.refused() + " refused, "
                + account.maybe() + " of unknown outcome (" + account.maybePresent() + " of them there), "
                + account.lost().size() + " lost" + ids(account.lost()) + ".";
    }

    private static String ids(List<String> ids) {
        return ids.isEmpty() ? "" : " (" + escape(String.join(", ", ids)) + ", …)";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
