package dev.tandem.lab.drill.measure;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What happened in a drill, by tenths of a second. Pure.
 *
 * @param beginsAt seconds, on the fault's clock: 0 is when it struck
 * @param lanes one kind of request each
 * @param events in order
 * @param failures what clients saw from then on, the first of them
 */
@Json
public record TimeLine(double beginsAt, List<Lane> lanes, List<Event> events, List<Failure> failures) {
    /** One step, in seconds. */
    public static final double STEP = 0.1;

    private static final long STEP_NANOS = 100_000_000;
    private static final long BEFORE = 5_000_000_000L;
    private static final double NANOS = 1e9;
    private static final int FAILURES = 60;

    public TimeLine {
        lanes = List.copyOf(lanes);
        events = List.copyOf(events);
        failures = List.copyOf(failures);
    }

    /** How many requests of a kind ended well, and how many did not, in each step. */
    @Json
    public record Lane(String kind, List<Integer> good, List<Integer> failed) {
        public Lane {
            good = List.copyOf(good);
            failed = List.copyOf(failed);
        }
    }

    /** Something that happened. */
    @Json
    public record Event(double at, String kind, String words) {}

    /**
     * A request that failed, as its client saw it.
     *
     * @param at when it began, in seconds
     */
    @Json
    public record Failure(double at, double seconds, String kind, String source, String words) {}

    /**
     * Sorts what was tried into steps.
     *
     * @param gone machines whose clients the fault took away: what they did not end has not failed
     */
    public static TimeLine of(List<Attempt> attempts, List<Moment> moments, long strike, long until, Set<String> gone) {
        long begin = strike - BEFORE;
        int steps = (int) ((until - begin) / STEP_NANOS) + 1;
        List<Lane> lanes = attempts.stream()
                .map(Attempt::kind)
                .distinct()
                .sorted(Comparator.comparingInt(TimeLine::rank).thenComparing(kind -> kind))
                .map(kind -> lane(kind, attempts, begin, steps))
                .toList();
        List<Event> events = moments.stream()
                .sorted(Comparator.comparingLong(Moment::at))
                .map(moment -> new Event((moment.at() - strike) / NANOS, moment.kind(), moment.words()))
                .toList();
        return new TimeLine(-BEFORE / NANOS, lanes, events, failures(attempts, strike, until, gone));
    }

    private static List<Failure> failures(List<Attempt> attempts, long strike, long until, Set<String> gone) {
        return attempts.stream()
                .filter(attempt -> attempt.failed() && attempt.lastsBeyond(strike))
                .filter(attempt -> attempt.end().isPresent() || !gone.contains(attempt.source()))
                .sorted(Comparator.comparingLong(Attempt::begin))
                .limit(FAILURES)
                .map(attempt -> new Failure(
                        (attempt.begin() - strike) / NANOS,
                        attempt.took(until) / NANOS,
                        attempt.kind(),
                        attempt.source(),
                        attempt.detail()))
                .toList();
    }

    private static int rank(String kind) {
        return kind.equals("write") ? 0 : kind.startsWith("http") ? 2 : 1;
    }

    private static Lane lane(String kind, List<Attempt> attempts, long begin, int steps) {
        int[] good = new int[steps];
        int[] failed = new int[steps];
        for (Attempt attempt : attempts) {
            long end = attempt.end().orElse(-1);
            if (attempt.is(kind) && end >= begin && (end - begin) / STEP_NANOS < steps) {
                int[] column = attempt.acknowledged() ? good : failed;
                column[(int) ((end - begin) / STEP_NANOS)]++;
            }
        }
        return new Lane(kind, list(good), list(failed));
    }

    private static List<Integer> list(int[] values) {
        List<Integer> list = new ArrayList<>(values.length);
        for (int value : values) {
            list.add(value);
        }
        return list;
    }
}
