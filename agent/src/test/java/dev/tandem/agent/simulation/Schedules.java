package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Agent;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many schedules on two threads, by rising seed, until there are enough or one breaks a promise. */
final class Schedules {
    private static final int THREADS = 2;

    private final long first;
    private final long count;

    private Schedules(long first, long count) {
        this.first = first;
        this.count = count;
    }

    static Schedules fromSeed(long first) {
        return new Schedules(first, Long.MAX_VALUE / 2);
    }

    Schedules upTo(long schedules) {
        return new Schedules(first, schedules);
    }

    /** What many schedules came to. */
    record Sum(
            long schedules,
            double seconds,
            long events,
            long writes,
            long terms,
            long refused,
            Schedule.Outcome firstBad) {
        @Override
        public String toString() {
            String text = String.format(
                    Locale.ROOT,
                    "%d schedules in %.1f s, %.0f a second; %d events, %d acknowledged writes, %d takeovers, %d ended with a"
                            + " refusal",
                    schedules,
                    seconds,
                    schedules / seconds,
                    events,
                    writes,
                    terms,
                    refused);
            return firstBad == null
                    ? text
                    : text + "\nseed " + firstBad.seed() + ": " + firstBad.violation()
                            + "\nSee it with -Dsimulation.seed=" + firstBad.seed();
        }
    }

    Sum run(Supplier<Agent> agent) {
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong(first);
        AtomicReference<Schedule.Outcome> bad = new AtomicReference<>();
        LongAdder[] sums = Stream.generate(LongAdder::new).limit(5).toArray(LongAdder[]::new);
        IntStream.range(0, THREADS)
                .mapToObj(thread -> Thread.ofPlatform().start(() -> {
                    while (bad.get() == null) {
                        long seed = next.getAndIncrement();
                        if (seed >= first + count) {
                            return;
                        }
                        add(sums, Schedule.run(seed, agent, false), bad);
                    }
                }))
                .toList()
                .forEach(Schedules::join);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Sum(sums[0].sum(), seconds, sums[1].sum(), sums[2].sum(), sums[3].sum(), sums[4].sum(), bad.get());
    }

    private static void add(LongAdder[] sums, Schedule.Outcome outcome, AtomicReference<Schedule.Outcome> bad) {
        sums[0].increment();
        sums[1].add(outcome.events());
        sums[2].add(outcome.writes());
        sums[3].add(outcome.terms() - 1);
        sums[4].add(outcome.refused() ? 1 : 0);
        if (!outcome.isGood()) {
            bad.compareAndSet(null, outcome);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
