package dev.tandem.lab.drill;

import dev.tandem.control.model.DrillLimits;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.drill.age.Age;
import dev.tandem.lab.drill.age.Ageing;
import dev.tandem.lab.drill.age.Ages;
import dev.tandem.lab.drill.age.CertificateAges;
import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Faults;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.SteadyState;
import dev.tandem.lab.drill.report.Course;
import dev.tandem.lab.drill.report.DrillReport;
import dev.tandem.lab.drill.report.DrillText;
import dev.tandem.lab.drill.report.Findings;
import dev.tandem.lab.drill.report.Trial;
import java.time.Duration;
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
    private final DrillOptions options;
    private final Map<Measure, Long> fileLimits;

    /** Certificates are renewed before the first fault on an old site; that takes too long for each. */
    private boolean renewed;

    /** Prepares them. */
    public Drills(DrillSite site, DrillOptions options) {
        this.site = site;
        this.options = options;
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
        List<Fault> possible = drawable();
        Random random = new Random(seed);
        List<Fault> drawn = new ArrayList<>();
        for (int draw = 0; draw < count; draw++) {
            drawn.add(possible.get(random.nextInt(possible.size())));
        }
        return run(drawn, 1, seed, soFar);
    }

    /**
     * Alternates quiet and faults drawn at random, some on a site that was made old before, until that time is over: the last fault
     * begins before, and is mended and counted after.
     */
    public Findings soak(long seed, Duration duration, Consumer<Findings> soFar) {
        Soak soak = new Soak(site.ground(), steady(), duration, site.say());
        String began = Instant.now().toString();
        List<DrillReport.Entry> entries = new ArrayList<>();
        Drill drill = drill();
        Course course = soak.run(new Random(seed), drawable(), (turn, points) -> {
            DrillReport.Entry entry = DrillReport.entry(
                    turn.fault(),
                    List.of(drill.run(turn.fault(), turn.aged() ? Optional.of(ageing()) : Optional.empty())));
            entries.add(entry);
            site.say().accept(DrillText.line(entry));
            soFar.accept(findings(began, seed, entries, points));
            return entry;
        });
        return findings(began, seed, entries, course);
    }

    /** What can be drawn: the one that always ages is another one drawn with ageing. */
    private List<Fault> drawable() {
        Set<Fault.Need> has = Faults.has(site.ground());
        return Faults.list().stream()
                .filter(fault -> !fault.name().equals(Faults.AGED))
                .filter(fault -> Drill.missing(fault, has).isEmpty())
                .map(Fault::shortened)
                .map(this::limited)
                .toList();
    }

    private SteadyState steady() {
        return new SteadyState(site.ground(), site.fleet(), site.desired());
    }

    private Drill drill() {
        return new Drill(site.ground(), steady(), options.articlesPerSecond(), site.say());
    }

    private Ageing ageing() {
        List<Age> ages = new ArrayList<>();
        if (!renewed) {
            ages.add(CertificateAges.of(site.renewal()));
        }
        renewed = true;
        Set<Fault.Need> has = Faults.has(site.ground());
        ages.addAll(Ages.possible(has));
        return new Ageing(ages, Ages.notTried(has), options.quiet(), site.say());
    }

    private Optional<Ageing> ageing(Fault fault) {
        return options.aged() || fault.name().equals(Faults.AGED) ? Optional.of(ageing()) : Optional.empty();
    }

    private Findings run(List<Fault> faults, int runs, @Nullable Long seed, Consumer<Findings> soFar) {
        Drill drill = drill();
        String began = Instant.now().toString();
        List<DrillReport.Entry> entries = new ArrayList<>();
        Findings findings = findings(began, seed, entries, null);
        for (Fault fault : faults) {
            List<Trial> trials = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw LabInterruptedException.marking(new InterruptedException());
                }
                trials.add(drill.run(fault, ageing(fault)));
            }
            DrillReport.Entry entry = DrillReport.entry(fault, trials);
            entries.add(entry);
            site.say().accept(DrillText.line(entry));
            findings = findings(began, seed, entries, null);
            soFar.accept(findings);
        }
        return findings;
    }

    private Findings findings(
            String began, @Nullable Long seed, List<DrillReport.Entry> entries, @Nullable Course course) {
        return new Findings(new DrillReport(
                SCHEMA, site.layout().site().name().value(), began, seed, List.copyOf(entries), course));
    }

    private Fault fault(String name) {
        Fault fault =
                Faults.named(name).orElseThrow(() -> new IllegalArgumentException("there is no drill '" + name + "'"));
        return limited(options.shortened() ? fault.shortened() : fault);
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
