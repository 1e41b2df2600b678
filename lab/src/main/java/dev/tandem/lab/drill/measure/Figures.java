package dev.tandem.lab.drill.measure;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Measures one run by what its loads wrote down. Pure. Clients on a machine that the fault took away went with it: they are
 * left out of everything but the ledger.
 *
 * @param strike when the fault struck
 * @param until when the loads ended
 * @param gone machines that the fault took away or stopped, with the clients on them
 */
public record Figures(List<Attempt> attempts, long strike, long until, Set<String> gone) {
    private static final long MILLISECOND = 1_000_000;
    private static final long BEFORE = 5_000 * MILLISECOND;

    public Figures {
        attempts = List.copyOf(attempts);
        gone = Set.copyOf(gone);
    }

    public Map<Measure, Long> measure(List<Ledger> ledgers) {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        values.put(
                Measure.LOST,
                ledgers.stream().mapToLong(ledger -> ledger.lost().size()).sum());
        values.put(
                Measure.DOUBLED,
                ledgers.stream()
                        .mapToLong(ledger ->
                                ledger.doubled().size() + ledger.phantom().size())
                        .sum());
        values.put(Measure.STALE_READS, count(attempt -> attempt.outcome() == Attempt.Outcome.STALE));
        outage("write").ifPresent(value -> values.put(Measure.WRITE_OUTAGE, value));
        outage("read-replica").ifPresent(value -> values.put(Measure.READ_OUTAGE, value));
        outage("http-write").ifPresent(value -> values.put(Measure.HTTP_OUTAGE, value));
        failed("write").ifPresent(count -> values.put(Measure.FAILED_WRITES, count));
        failed("http-write").ifPresent(count -> values.put(Measure.FAILED_HTTP_WRITES, count));
        failed("http-read").ifPresent(count -> values.put(Measure.FAILED_HTTP_READS, count));
        slowest("write").ifPresent(value -> values.put(Measure.SLOWEST_WRITE, value));
        return values;
    }

    /**
     * The longest pause of a kind in the five seconds before: how much of what comes after is the computer's own. None, where all
     * who could say so went down with their machines.
     */
    public long pauseBefore(String kind) {
        List<Attempt> own = of(kind);
        return own.isEmpty()
                ? 0
                : Outage.between(own, strike - BEFORE, strike).longest().toMillis();
    }

    /** How many requests that began from that moment on failed before the fault: none, or there is something else wrong. */
    public long failedBefore(long from) {
        return attempts.stream()
                .filter(attempt -> attempt.begin() - from >= 0 && attempt.failed() && !attempt.lastsBeyond(strike))
                .count();
    }

    /** How many writes through the router were acknowledged per second, in the five seconds before. */
    public double rateBefore() {
        return of("write").stream()
                        .filter(Attempt::acknowledged)
                        .mapToLong(attempt -> attempt.end().orElse(0))
                        .filter(end -> end > strike - BEFORE && end <= strike)
                        .count()
                * 1e9
                / BEFORE;
    }

    private Optional<Long> outage(String kind) {
        List<Attempt> own = of(kind);
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(Outage.between(own, strike, until).longest().toMillis());
    }

    /** None when nobody was there to ask. */
    private Optional<Long> failed(String kind) {
        List<Attempt> own = of(kind);
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(own.stream()
                        .filter(attempt -> attempt.failed() && attempt.lastsBeyond(strike))
                        .count());
    }

    /** Of those that were acknowledged, or never ended. */
    private Optional<Long> slowest(String kind) {
        return of(kind).stream()
                .filter(attempt -> attempt.acknowledged() || attempt.end().isEmpty())
                .filter(attempt -> attempt.lastsBeyond(strike))
                .map(attempt -> attempt.took(until) / MILLISECOND)
                .max(Comparator.naturalOrder());
    }

    private long count(Predicate<Attempt> which) {
        return attempts.stream().filter(which).count();
    }

    private List<Attempt> of(String kind) {
        return attempts.stream()
                .filter(attempt -> attempt.is(kind) && !gone.contains(attempt.source()))
                .toList();
    }
}
