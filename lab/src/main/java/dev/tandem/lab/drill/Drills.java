package dev.tandem.lab.drill;

import dev.tandem.control.model.DrillLimits;
import dev.tandem.lab.computer.LabInterruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The drills of one site in its lab: which there are, and doing them one after the other. */
public final class Drills {
    private static final int SCHEMA = 1;

    private final DrillSite site;
    private final boolean shortened;
    private final Map<Measure, Long> fileLimits;
    private final int articlesPerSecond;

    /**
     * Prepares them.
     *
     * @param shortened whether faults that last are cut short
     * @param articlesPerSecond how much users write, besides the database's own clients
     */
    public Drills(DrillSite site, boolean shortened, int articlesPerSecond) {
        this.site = site;
        this.shortened = shortened;
        this.articlesPerSecond = articlesPerSecond;
        this.fileLimits = fileLimits(site.layout().site().limits());
    }

    /** A fault's name, and what is done. */
    public record Named(String name, String sentence) {}

    /** Every fault there is, whether or not this site can have it. */
    public static List<Named> list() {
        return Faults.list().stream()
                .map(fault -> new Named(fault.name(), fault.sentence()))
                .toList();
    }

    /** What this site lacks for a fault of that name; empty when it can be done. Throws IllegalArgumentException. */
    public Optional<String> missing(String name) {
        return Drill.missing(fault(name), Faults.has(site.ground()));
    }

    /**
     * Does faults in this order.
     *
     * @param runs how often each
     * @param soFar gets the report after each fault, so that what was seen is kept whatever comes
     */
    public Findings run(List<String> names, int runs, Consumer<Findings> soFar) {
        return run(names.stream().map(this::fault).toList(), runs, null, soFar);
    }

    /** Does so many of the faults that this site can have, drawn at random; the same seed draws the same. */
    public Findings random(long seed, int count, Consumer<Findings> soFar) {
        Set<Fault.Need> has = Faults.has(site.ground());
        List<Fault> possible = Faults.list().stream()
                .filter(fault -> Drill.missing(fault, has).isEmpty())
                .map(Fault::shortened)
                .toList();
        Random random = new Random(seed);
        List<Fault> drawn = new ArrayList<>();
        for (int draw = 0; draw < count; draw++) {
            drawn.add(limited(possible.get(random.nextInt(possible.size()))));
        }
        return run(drawn, 1, seed, soFar);
    }

    private Findings run(List<Fault> faults, int runs, @Nullable Long seed, Consumer<Findings> soFar) {
        SteadyState steady = new SteadyState(site.ground(), site.fleet(), site.desired());
        Drill drill = new Drill(site.ground(), steady, articlesPerSecond, site.say());
        String began = Instant.now().toString();
        List<DrillReport.Entry> entries = new ArrayList<>();
        Findings findings = findings(began, seed, entries);
        for (Fault fault : faults) {
            List<Trial> trials = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw LabInterruptedException.marking(new InterruptedException());
                }
                trials.add(drill.run(fault));
            }
            DrillReport.Entry entry = DrillReport.entry(fault, trials);
            entries.add(entry);
            site.say().accept(DrillText.line(entry));
            findings = findings(began, seed, entries);
            soFar.accept(findings);
        }
        return findings;
    }

    private Findings findings(String began, @Nullable Long seed, List<DrillReport.Entry> entries) {
        return new Findings(
                new DrillReport(SCHEMA, site.layout().site().name().value(), began, seed, List.copyOf(entries)));
    }

    private Fault fault(String name) {
        Fault fault =
                Faults.named(name).orElseThrow(() -> new IllegalArgumentException("there is no drill '" + name + "'"));
        return limited(shortened ? fault.shortened() : fault);
    }

    private Fault limited(Fault fault) {
        return fault.limitedTo(fault.limits().replacedBy(fileLimits));
    }

    private static Map<Measure, Long> fileLimits(DrillLimits limits) {
        Map<Measure, Long> all = new EnumMap<>(Measure.class);
        all.put(Measure.LOST, (long) limits.lost());
        all.put(Measure.DOUBLED, (long) limits.doubled());
        all.put(Measure.STALE_READS, (long) limits.staleReads());
        limits.writeOutage().ifPresent(limit -> all.put(Measure.WRITE_OUTAGE, limit.toMillis()));
        limits.slowestWrite().ifPresent(limit -> all.put(Measure.SLOWEST_WRITE, limit.toMillis()));
        limits.failedWrites().ifPresent(limit -> all.put(Measure.FAILED_WRITES, (long) limit));
        limits.recovery().ifPresent(limit -> all.put(Measure.RECOVERY, limit.toMillis()));
        return all;
    }
}
