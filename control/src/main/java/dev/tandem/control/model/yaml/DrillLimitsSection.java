package dev.tandem.control.model.yaml;

import dev.tandem.control.model.DrillLimits;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code limits}. */
final class DrillLimitsSection extends Section<DrillLimits> {
    private static final int MANY = 1_000_000;

    private static final Key<Integer> LOST =
            Key.optional("lost", Scalars.whole(0, MANY), "0", "Acknowledged writes that a fault may lose.");
    private static final Key<Integer> DOUBLED =
            Key.optional("doubled", Scalars.whole(0, MANY), "0", "Writes that a fault may double.");
    private static final Key<Integer> STALE_READS = Key.optional(
            "stale-reads", Scalars.whole(0, MANY), "0", "Reads at the primary that may miss acknowledged writes.");
    private static final Key<Optional<Duration>> WRITE_OUTAGE = Key.optional(
            "write-outage",
            Scalars.duration("0s", "1h").orNull(),
            "null",
            "The longest time without a write; null: as the fault's row in docs/drills.md.");
    private static final Key<Optional<Duration>> SLOWEST_WRITE = Key.optional(
            "slowest-write",
            Scalars.duration("0s", "1h").orNull(),
            "null",
            "The slowest write that is still good; null: as the fault's row in docs/drills.md.");
    private static final Key<Optional<Integer>> FAILED_WRITES = Key.optional(
            "failed-writes",
            Scalars.whole(0, MANY).orNull(),
            "null",
            "How many writes may fail; null: as the fault's row in docs/drills.md.");
    private static final Key<Optional<Duration>> RECOVERY = Key.optional(
            "recovery",
            Scalars.duration("0s", "1h").orNull(),
            "null",
            "How long after the fault's end until all is well; null: as the fault's row in docs/drills.md.");

    @Override
    public List<Key<?>> keys() {
        return List.of(LOST, DOUBLED, STALE_READS, WRITE_OUTAGE, SLOWEST_WRITE, FAILED_WRITES, RECOVERY);
    }

    @Override
    protected DrillLimits build(Values values) {
        Optional<Integer> failed = values.get(FAILED_WRITES);
        return new DrillLimits(
                values.get(LOST),
                values.get(DOUBLED),
                values.get(STALE_READS),
                values.get(WRITE_OUTAGE),
                values.get(SLOWEST_WRITE),
                failed.isPresent() ? OptionalInt.of(failed.get()) : OptionalInt.empty(),
                values.get(RECOVERY));
    }
}
