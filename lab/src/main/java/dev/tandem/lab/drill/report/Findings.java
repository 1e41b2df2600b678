package dev.tandem.lab.drill.report;

import io.avaje.jsonb.Jsonb;
import java.util.List;

/** What drills found, in the forms in which it is wanted. */
public final class Findings {
    private static final Jsonb JSONB =
            Jsonb.builder().serializeNulls(false).serializeEmpty(true).build();

    private final DrillReport report;

    public Findings(DrillReport report) {
        this.report = report;
    }

    /** The worst of all verdicts. */
    public enum Outcome {
        PASSED,
        INCONCLUSIVE,
        MISSED
    }

    public Outcome outcome() {
        return switch (report.outcome()) {
            case PASS -> Outcome.PASSED;
            case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
            case FAIL -> Outcome.MISSED;
        };
    }

    /** A table for a terminal. */
    public List<String> lines() {
        return DrillText.lines(report);
    }

    /** The document for programs. */
    public String json() {
        return JSONB.toJsonPretty(report);
    }

    /** One page for a browser, which needs nothing else. */
    public String page() {
        return DrillPage.of(report);
    }
}
