package dev.tandem.lab.drill.measure;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a fault may cost at most.
 *
 * @param usual for one run, and for the median (durations) or the worst (counts) of several
 * @param worst of durations: for the worst run, where that may be more; then one run or two are held to this alone, because
 *     they say nothing of a median
 */
public record Limits(Map<Measure, Long> usual, Map<Measure, Long> worst) {
    public Limits {
        usual = Collections.unmodifiableMap(new EnumMap<>(usual));
        worst = Collections.unmodifiableMap(worst.isEmpty() ? new EnumMap<>(Measure.class) : new EnumMap<>(worst));
    }

    /** Nothing lost, nothing doubled, nothing stale, and well again within a minute: what every fault is held to. */
    public static Limits nothingLost() {
        return new Limits(
                Map.of(Measure.LOST, 0L, Measure.DOUBLED, 0L, Measure.STALE_READS, 0L, Measure.RECOVERY, 60_000L),
                Map.of());
    }

    public Limits with(Measure measure, Duration limit) {
        return with(measure, limit.toMillis());
    }

    public Limits with(Measure measure, long limit) {
        Map<Measure, Long> more = new EnumMap<>(usual);
        more.put(measure, limit);
        return new Limits(more, worst);
    }

    public Limits worst(Measure measure, Duration limit) {
        Map<Measure, Long> more = new EnumMap<>(Measure.class);
        more.putAll(worst);
        more.put(measure, limit.toMillis());
        return new Limits(usual, more);
    }

    /** What site.yaml says stands in place of what the fault says, for the worst run as well. */
    public Limits replacedBy(Map<Measure, Long> others) {
        Map<Measure, Long> all = new EnumMap<>(usual);
        all.putAll(others);
        Map<Measure, Long> rest = new EnumMap<>(Measure.class);
        rest.putAll(worst);
        rest.keySet().removeAll(others.keySet());
        return new Limits(all, rest);
    }
}
