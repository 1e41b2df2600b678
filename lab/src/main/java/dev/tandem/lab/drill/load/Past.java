package dev.tandem.lab.drill.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What was acknowledged when: a replica has to show what was long enough ago. Safe for many threads. */
final class Past {
    private final TreeMap<Long, Integer> numbers = new TreeMap<>();

    /** A writer's number, which only rises, was acknowledged at that moment of System.nanoTime. */
    synchronized void add(long nanos, int number) {
        numbers.put(nanos, number);
    }

    /** The newest number that was acknowledged so long before that moment, or longer; -1 for none. */
    synchronized int before(long nanos, Duration age) {
        Map.Entry<Long, Integer> entry = numbers.floorEntry(nanos - age.toNanos());
        return entry == null ? -1 : entry.getValue();
    }
}
