package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.Usage;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;

/**
 * How a soak went.
 *
 * @param seconds how long it took
 * @param points one for each fault
 * @param begin what the programs held before the first fault
 * @param end and after the last
 * @param leaks what looks like one
 */
@Json
public record Course(long seconds, List<Point> points, List<Usage> begin, List<Usage> end, List<String> leaks) {
    public Course {
        points = List.copyOf(points);
        begin = List.copyOf(begin);
        end = List.copyOf(end);
        leaks = List.copyOf(leaks);
    }

    /**
     * The state after one fault.
     *
     * @param at seconds since the soak began
     * @param lost so far, as are the next two
     * @param memoryMegabytes of all the site's programs together, as are the next two
     */
    @Json
    public record Point(
            long at,
            String fault,
            boolean aged,
            String verdict,
            long lost,
            long doubled,
            long stale,
            long memoryMegabytes,
            long threads,
            long descriptors,
            long diskMegabytes) {}

    /** The point after one more fault. */
    public Point next(long at, boolean aged, DrillReport.Entry entry, List<Usage> now) {
        return new Point(
                at,
                entry.name(),
                aged,
                entry.verdict(),
                (points.isEmpty() ? 0 : points.getLast().lost) + value(entry, Measure.LOST),
                (points.isEmpty() ? 0 : points.getLast().doubled) + value(entry, Measure.DOUBLED),
                (points.isEmpty() ? 0 : points.getLast().stale) + value(entry, Measure.STALE_READS),
                now.stream().mapToLong(Usage::memoryMegabytes).sum(),
                now.stream().mapToLong(Usage::threads).sum(),
                now.stream().mapToLong(Usage::descriptors).sum(),
                now.stream().mapToLong(Usage::diskMegabytes).sum());
    }

    private static long value(DrillReport.Entry entry, Measure measure) {
        return DrillReport.value(entry, measure).map(DrillReport.Value::worst).orElse(0L);
    }

    /** The programs and directories at both ends, as a table for people. */
    List<String> lines() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%d faults in %d min. Held at the begin and at the end:", points.size(), seconds / 60));
        for (Usage before : begin) {
            end.stream()
                    .filter(after -> after.machine().equals(before.machine())
                            && after.program().equals(before.program()))
                    .forEach(after -> lines.add(String.format(
                            Locale.ROOT,
                            "  %-10s %-18s %5d -> %5d MiB %5d -> %5d threads %5d -> %5d files %5d -> %5d MiB of disk",
                            before.machine(),
                            before.program(),
                            before.memoryMegabytes(),
                            after.memoryMegabytes(),
                            before.threads(),
                            after.threads(),
                            before.descriptors(),
                            after.descriptors(),
                            before.diskMegabytes(),
                            after.diskMegabytes())));
        }
        leaks.forEach(leak -> lines.add("  looks like a leak: " + leak));
        return lines;
    }
}
