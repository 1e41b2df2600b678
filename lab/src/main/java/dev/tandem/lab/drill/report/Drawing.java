package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.measure.TimeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A time line as a picture: who was primary, and, for each kind of request, bars of good ones with failed ones in red. Pure. */
final class Drawing {
    private static final int WIDTH = 1100;
    private static final int LEFT = 120;
    private static final int LANE = 46;
    private static final int GAP = 12;
    private static final int TOP = 58;
    private static final int LABELS = 2;
    private static final List<String> COLOURS = List.of("#2f6fb3", "#7a4fa3", "#1a7f4b", "#8a6100");

    private final TimeLine line;
    private final int steps;
    private final StringBuilder svg = new StringBuilder();

    private Drawing(TimeLine line) {
        this.line = line;
        this.steps =
                line.lanes().stream().mapToInt(lane -> lane.good().size()).max().orElse(1);
    }

    static String of(TimeLine line) {
        return new Drawing(line).draw();
    }

    private String draw() {
        int bottom = TOP + line.lanes().size() * (LANE + GAP);
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"requests over time\">%n",
                WIDTH,
                bottom + 22));
        primaries();
        int y = TOP;
        for (TimeLine.Lane lane : line.lanes()) {
            lane(lane, y);
            y += LANE + GAP;
        }
        events(bottom);
        axis(bottom);
        return svg.append("</svg>\n").toString();
    }

    private double x(double seconds) {
        double clipped = Math.min(Math.max(seconds, line.beginsAt()), line.beginsAt() + steps * TimeLine.STEP);
        return LEFT + (clipped - line.beginsAt()) / (steps * TimeLine.STEP) * (WIDTH - LEFT - 10);
    }

    private double end() {
        return line.beginsAt() + steps * TimeLine.STEP;
    }

    /** A band of colours; white is where nobody could be written to. */
    private void primaries() {
        List<TimeLine.Event> changes = line.events().stream()
                .filter(event -> event.kind().equals("primary"))
                .toList();
        List<String> names = new ArrayList<>();
        if (!changes.isEmpty()) {
            text(0, 50, "primary");
        }
        for (int index = 0; index < changes.size(); index++) {
            TimeLine.Event event = changes.get(index);
            double until = index + 1 < changes.size() ? changes.get(index + 1).at() : end();
            double from = index == 0 ? line.beginsAt() : event.at();
            if (!event.words().equals("nobody")) {
                if (!names.contains(event.words())) {
                    names.add(event.words());
                }
                String colour = COLOURS.get(names.indexOf(event.words()) % COLOURS.size());
                rectangle(x(from), 40, x(until) - x(from), 12, colour);
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"49.5\" style=\"fill:#fff;font-size:10px\">%s</text>%n",
                        x(from) + 4,
                        x(until) - x(from) > 50 ? DrillPage.escape(event.words()) : ""));
            }
        }
    }

    private void lane(TimeLine.Lane lane, int y) {
        int highest = 1;
        for (int step = 0; step < lane.good().size(); step++) {
            highest = Math.max(highest, lane.good().get(step) + lane.failed().get(step));
        }
        text(0, y + LANE - 4, lane.kind());
        text(0, y + 10, "≤ " + Math.round(highest / TimeLine.STEP) + "/s");
        double width = Math.max(0.6, (double) (WIDTH - LEFT - 10) / steps);
        for (int step = 0; step < lane.good().size(); step++) {
            double left = x(line.beginsAt() + step * TimeLine.STEP);
            double good = (double) lane.good().get(step) * LANE / highest;
            double failed = (double) lane.failed().get(step) * LANE / highest;
            if (good > 0) {
                rectangle(left, y + LANE - good, width, good, "#8fb4d9");
            }
            if (failed > 0) {
                rectangle(left, y + LANE - good - failed, width, failed, "#b3261e");
            }
        }
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#d9dee3\"/>%n",
                LEFT,
                WIDTH - 10,
                y + LANE,
                y + LANE));
    }

    /** A dashed line each; their words take turns in height, so that they can be read. */
    private void events(int bottom) {
        int count = 0;
        for (TimeLine.Event event : line.events()) {
            if (event.kind().equals("event")) {
                double x = x(event.at());
                svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"38\" y2=\"%d\" stroke=\"#1b1f24\" stroke-dasharray=\"3 3\"/>%n",
                        x,
                        x,
                        bottom));
                boolean right = x > WIDTH * 0.6;
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\"%s>%s</text>%n",
                        right ? x - 3 : x + 3,
                        12 + count % LABELS * 16,
                        right ? " text-anchor=\"end\"" : "",
                        DrillPage.escape(event.words())));
                count++;
            }
        }
    }

    private void axis(int bottom) {
        int every = steps * TimeLine.STEP > 60 ? 10 : steps * TimeLine.STEP > 25 ? 5 : 1;
        for (int second = (int) line.beginsAt(); second <= end(); second++) {
            if (second % every == 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>%n",
                        x(second),
                        bottom + 14,
                        second));
            }
        }
    }

    private void rectangle(double x, double y, double width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private void text(double x, double y, String words) {
        svg.append(
                String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, DrillPage.escape(words)));
    }
}
