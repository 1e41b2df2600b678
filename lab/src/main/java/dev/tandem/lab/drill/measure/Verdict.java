package dev.tandem.lab.drill.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be said of one fault after one run or several.
 *
 * @param outcome the gravest that is true
 * @param reasons a sentence each; none when it passed
 */
public record Verdict(Outcome outcome, List<String> reasons) {
    private static final int RUNS_OF_A_MEDIAN = 3;

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** From good to bad. */
    public enum Outcome {
        PASS,
        INCONCLUSIVE,
        FAIL
    }

    /**
     * One run.
     *
     * @param values what was measured; a limit for what was not is not held
     * @param doubts why it says nothing, such as a fault that did not bite
     * @param busy whether the computer had too much to do for anything but data to be judged
     */
    public record Run(Map<Measure, Long> values, List<String> doubts, boolean busy) {
        public Run {
            values = Map.copyOf(values);
            doubts = List.copyOf(doubts);
        }

        private boolean tells(Measure measure) {
            return !busy || measure.isSafety();
        }
    }

    /** A missed limit fails it, whatever else is in doubt: what was lost was lost. Then doubts count. */
    public static Verdict of(Limits limits, List<Run> runs) {
        List<Run> telling = runs.stream().map(Verdict::judged).toList();
        List<String> missed = new ArrayList<>();
        limits.usual()
                .forEach((measure, limit) -> usual(limits, measure, telling)
                        .filter(value -> value > limit)
                        .ifPresent(value -> missed.add(sentence(measure, value, limit, runs.size()))));
        limits.worst()
                .forEach((measure, limit) -> worst(measure, telling)
                        .filter(value -> value > limit)
                        .ifPresent(value -> missed.add("worst " + sentence(measure, value, limit, 1))));
        if (!missed.isEmpty()) {
            return new Verdict(Outcome.FAIL, missed);
        }
        List<String> doubts =
                runs.stream().flatMap(run -> run.doubts().stream()).distinct().toList();
        return new Verdict(doubts.isEmpty() && !runs.isEmpty() ? Outcome.PASS : Outcome.INCONCLUSIVE, doubts);
    }

    /** Whether these values, of one run, miss a limit. */
    public static boolean misses(Limits limits, Map<Measure, Long> values) {
        return of(limits, List.of(new Run(values, List.of(), false))).outcome() == Outcome.FAIL;
    }

    private static Run judged(Run run) {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        run.values().forEach((measure, value) -> {
            if (run.tells(measure)) {
                values.put(measure, value);
            }
        });
        return new Run(values, run.doubts(), run.busy());
    }

    private static String sentence(Measure measure, long value, long limit, int runs) {
        String which = runs > 1 && measure.isDuration() ? " (median)" : "";
        return measure.word() + which + " was " + measure.words(value) + ", and may be " + measure.words(limit);
    }

    private static Optional<Long> usual(Limits limits, Measure measure, List<Run> runs) {
        if (!measure.isDuration()) {
            return worst(measure, runs);
        }
        boolean tooFew = runs.size() < RUNS_OF_A_MEDIAN && limits.worst().containsKey(measure);
        return tooFew ? Optional.empty() : median(measure, runs);
    }

    /** The median of what the runs measured. */
    static Optional<Long> median(Measure measure, List<Run> runs) {
        List<Long> sorted = sorted(measure, runs);
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of((sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2);
    }

    /** The worst that a run measured. */
    public static Optional<Long> worst(Measure measure, List<Run> runs) {
        List<Long> sorted = sorted(measure, runs);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.getLast());
    }

    private static List<Long> sorted(Measure measure, List<Run> runs) {
        return runs.stream()
                .flatMap(run -> Optional.ofNullable(run.values().get(measure)).stream())
                .sorted()
                .toList();
    }

    /** The median, the worst, of each measure. */
    public static Map<Measure, Long> medians(List<Run> runs) {
        Map<Measure, Long> medians = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            (measure.isDuration() ? median(measure, runs) : worst(measure, runs))
                    .ifPresent(value -> medians.put(measure, value));
        }
        return medians;
    }
}
