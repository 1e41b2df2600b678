package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.measure.Ledger;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.TimeLine;
import dev.tandem.lab.drill.measure.Verdict;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What drills found: the document for programs, and what the other reports are made of.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param seed of the random order, where there was one
 * @param soak how it went over time, where it was one
 */
@Json
public record DrillReport(
        int schema,
        String site,
        String began,
        @Nullable Long seed,
        List<Entry> faults,
        @Nullable Course soak) {
    /** One fault. */
    @Json
    public record Entry(
            String name,
            String sentence,
            String verdict,
            List<String> reasons,
            int runs,
            List<Value> values,
            List<Run> trials) {}

    /**
     * One measure over all runs.
     *
     * @param value the median of durations in ms, the worst of counts
     * @param limit for the value; none where there is none
     */
    @Json
    public record Value(
            String measure,
            long value,
            long worst,
            @Nullable Long limit,
            @Nullable Long worstLimit) {}

    /** One run. */
    @Json
    public record Run(
            String what,
            @Nullable String proof,
            List<String> doubts,
            Map<String, Long> values,
            double writesPerSecondBefore,
            long pauseBeforeMillis,
            List<Account> ledgers,
            @Nullable TimeLine timeLine,
            List<Aged> aged) {}

    /** A ledger, with at most ten ids of each kind. */
    @Json
    public record Account(
            int acknowledged,
            int refused,
            int maybe,
            int maybePresent,
            List<String> lost,
            List<String> doubled,
            List<String> phantom) {
        private static final int SHOWN = 10;

        static Account of(Ledger ledger) {
            return new Account(
                    ledger.acknowledged(),
                    ledger.refused(),
                    ledger.maybe(),
                    ledger.maybePresent(),
                    first(ledger.lost()),
                    first(ledger.doubled()),
                    first(ledger.phantom()));
        }

        private static List<String> first(List<String> ids) {
            return ids.subList(0, Math.min(SHOWN, ids.size()));
        }
    }

    /** The worst verdict of all; what looks like a leak is none that passes. */
    Verdict.Outcome outcome() {
        if (soak != null && !soak.leaks().isEmpty()) {
            return Verdict.Outcome.FAIL;
        }
        return faults.stream()
                .map(entry -> Verdict.Outcome.valueOf(entry.verdict()))
                .max(Verdict.Outcome::compareTo)
                .orElse(Verdict.Outcome.INCONCLUSIVE);
    }

    public static Entry entry(Fault fault, List<Trial> trials) {
        List<Verdict.Run> runs = trials.stream().map(Trial::run).toList();
        Verdict verdict = Verdict.of(fault.limits(), runs);
        List<Value> values = new ArrayList<>();
        Verdict.medians(runs)
                .forEach((measure, value) -> values.add(new Value(
                        measure.word(),
                        value,
                        Verdict.worst(measure, runs).orElse(value),
                        fault.limits().usual().get(measure),
                        fault.limits().worst().get(measure))));
        return new Entry(
                fault.name(),
                fault.sentence(),
                verdict.outcome().name(),
                verdict.reasons(),
                trials.size(),
                values,
                trials.stream().map(DrillReport::run).toList());
    }

    private static Run run(Trial trial) {
        Map<String, Long> values = new java.util.TreeMap<>();
        trial.run().values().forEach((measure, value) -> values.put(measure.word(), value));
        return new Run(
                trial.what(),
                trial.proof().orElse(null),
                trial.run().doubts(),
                values,
                trial.rate(),
                trial.pauseBeforeMillis(),
                trial.ledgers().stream().map(Account::of).toList(),
                trial.timeLine().orElse(null),
                trial.aged());
    }

    /** The value of a measure, where it was measured. */
    static Optional<Value> value(Entry entry, Measure measure) {
        return entry.values().stream()
                .filter(value -> value.measure().equals(measure.word()))
                .findFirst();
    }
}
