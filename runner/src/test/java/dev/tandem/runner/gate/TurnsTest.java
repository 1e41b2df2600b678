package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose turn it is, for arrivals in any order. */
class TurnsTest {
    private static final int STEPS = 400;
    private static final int SEEDS = 200;
    private static final int NEVER = Integer.MAX_VALUE;

    private final List<Caller> called = new ArrayList<>();

    private static Caller of(int source) {
        return new Caller(new Source.Ipv4(source));
    }

    private Caller joins(Turns turns, Caller caller) {
        turns.join(caller, () -> called.add(caller));
        return caller;
    }

    private Caller joins(Turns turns, int source) {
        return joins(turns, of(source));
    }

    /** As many requests of it as get one at once. */
    private static List<Caller> fill(Turns turns, int source) {
        List<Caller> got = new ArrayList<>();
        Caller next = of(source);
        while (turns.take(next)) {
            got.add(next);
            next = of(source);
        }
        return got;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3", "10, 7", "500, 375"})
    void oneSourceHasThreeQuartersAndLeavesOneWhereThereAreTwo(int connections, int most) {
        Turns turns = new Turns(connections);
        assertThat(fill(turns, 1)).hasSize(most);
        assertThat(fill(turns, 2)).hasSize(connections - most);
        assertThat(turns.free()).isZero();
    }

    @Test
    void theNextOneGoesToWhoHoldsFewest() {
        Turns turns = new Turns(10);
        List<Caller> most = fill(turns, 1);
        List<Caller> fewer = fill(turns, 2);
        Caller lastOfMost = joins(turns, 1);
        Caller ofFewer = joins(turns, 2);
        Caller ofNone = joins(turns, 3);
        turns.giveBack(most.removeFirst());
        turns.giveBack(most.removeFirst());
        turns.giveBack(fewer.removeFirst());
        assertThat(called).containsExactly(ofNone, ofFewer, lastOfMost);
    }

    @Test
    void ofSeveralWithAsManyItGoesToWhoWaitsLongest() {
        Turns turns = new Turns(3);
        List<Caller> holders = IntStream.of(1, 2, 3).mapToObj(TurnsTest::of).toList();
        holders.forEach(turns::take);
        List<Caller> waiting =
                IntStream.of(6, 4, 5).mapToObj(source -> joins(turns, source)).toList();
        holders.forEach(turns::giveBack);
        assertThat(called).isEqualTo(waiting);
    }

    /** Its hundred requests wait for its own connections; the three that it may not have stay for others. */
    @Test
    void whoHasItsShareWaitsWhileOthersFindOne() {
        Turns turns = new Turns(10);
        List<Caller> greedy = fill(turns, 1);
        for (int number = 0; number < 93; number++) {
            joins(turns, 1);
        }
        for (int other = 2; other < 100; other++) {
            Caller caller = of(other);
            assertThat(turns.take(caller)).isTrue();
            turns.giveBack(caller);
        }
        assertThat(called).isEmpty();
        turns.giveBack(greedy.getFirst());
        assertThat(called).hasSize(1);
        assertThat(turns.held(greedy.getFirst().source())).isEqualTo(7);
    }

    @Test
    void whoHoldsOneGoesBeforeAllOthersAndBeyondItsShare() {
        Turns turns = new Turns(4);
        List<Caller> greedy = fill(turns, 1);
        assertThat(turns.take(greedy.getFirst())).as("the one that is left").isTrue();
        joins(turns, 2);
        joins(turns, greedy.getLast());
        turns.giveBack(greedy.get(1));
        assertThat(called).containsExactly(greedy.getLast());
    }

    /** In the order of arrival the first ten would have one each, and all would wait for a second. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10})
    void requestsOfOneAddressThatWantTwoAtOnceDoNotWaitForEachOther(int connections) {
        Turns turns = new Turns(connections);
        Deque<Caller> withOne = new ArrayDeque<>();
        Deque<Caller> withTwo = new ArrayDeque<>();
        for (int number = 0; number < 100; number++) {
            Caller caller = of(1);
            take(turns, caller, () -> withOne.add(caller));
        }
        int done = 0;
        while (!withOne.isEmpty() || !withTwo.isEmpty()) {
            if (!withOne.isEmpty()) {
                Caller asks = withOne.removeFirst();
                take(turns, asks, () -> withTwo.add(asks));
            } else {
                Caller finished = withTwo.removeFirst();
                turns.giveBack(finished);
                turns.giveBack(finished);
                done++;
            }
        }
        assertThat(done).isEqualTo(100);
    }

    private static void take(Turns turns, Caller caller, Runnable then) {
        if (turns.take(caller)) {
            then.run();
        } else {
            turns.join(caller, then);
        }
    }

    @Test
    void whoLeftIsNotCalled() {
        Turns turns = new Turns(1);
        Caller holder = of(1);
        turns.take(holder);
        Turns.Waiting gone = turns.join(of(2), () -> called.add(of(2)));
        Caller next = joins(turns, 3);
        turns.leave(gone);
        turns.leave(gone);
        turns.giveBack(holder);
        assertThat(called).containsExactly(next);
        assertThat(gone.isCalled()).isFalse();
    }

    @Test
    void whatIsNotHeldIsNotGivenBack() {
        Turns turns = new Turns(2);
        turns.take(of(1));
        assertThatThrownBy(() -> turns.giveBack(of(2))).isInstanceOf(IllegalStateException.class);
    }

    /** Who waits or holds, and in which order they came. */
    private static final class Crowd {
        final Turns turns;
        final List<Caller> holders = new ArrayList<>();
        final List<Turns.Waiting> waiting = new ArrayList<>();
        final List<Caller> waiters = new ArrayList<>();
        final RandomGenerator random;

        Crowd(int connections, RandomGenerator random) {
            this.turns = new Turns(connections);
            this.random = random;
        }

        boolean may(Caller caller) {
            return caller.holdsOne() || turns.held(caller.source()) < turns.share();
        }

        void arrives(Caller caller) {
            boolean should = turns.free() > 0 && may(caller);
            assertThat(turns.take(caller)).isEqualTo(should);
            if (should) {
                holders.add(caller);
            } else {
                waiters.add(caller);
                waiting.add(turns.join(caller, () -> {}));
            }
        }

        void gives(Caller caller) {
            holders.remove(caller);
            List<Integer> ranks =
                    waiters.stream().map(waiter -> rankWithout(caller, waiter)).toList();
            turns.giveBack(caller);
            int best = ranks.stream().mapToInt(Integer::intValue).min().orElse(NEVER);
            if (best < NEVER) {
                assertThat(waiting.get(ranks.indexOf(best)).isCalled())
                        .as("fewest, then longest")
                        .isTrue();
            }
            collect();
        }

        /** Of one that waits, by what its source holds as soon as the caller has given one back. */
        int rankWithout(Caller caller, Caller waiter) {
            int held = turns.held(waiter.source()) - (waiter.source().equals(caller.source()) ? 1 : 0);
            if (holders.contains(waiter)) {
                return -1;
            }
            return held < turns.share() ? held : NEVER;
        }

        void collect() {
            for (int number = waiting.size() - 1; number >= 0; number--) {
                if (waiting.get(number).isCalled()) {
                    waiting.remove(number);
                    holders.add(waiters.remove(number));
                }
            }
        }

        void gives() {
            gives(holders.get(random.nextInt(holders.size())));
        }

        void leaves() {
            int number = random.nextInt(waiting.size());
            turns.leave(waiting.remove(number));
            waiters.remove(number);
        }

        void agrees(int connections) {
            assertThat(turns.free()).isEqualTo(connections - holders.size()).isNotNegative();
            assertThat(turns.waiting()).isEqualTo(waiters.size());
            assertThat(turns.parties())
                    .isEqualTo(Stream.concat(holders.stream(), waiters.stream())
                            .map(Caller::source)
                            .distinct()
                            .count());
            if (turns.free() > 0) {
                assertThat(waiters).as("who may have a free one has it").noneMatch(this::may);
            }
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyWaitsForWhatIsFreeAndFewestGoesFirst(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int connections = 1 + random.nextInt(12);
        int sources = 1 + random.nextInt(6);
        Crowd crowd = new Crowd(connections, random);
        for (int step = 0; step < STEPS; step++) {
            step(crowd, random, sources);
            crowd.agrees(connections);
        }
        while (!crowd.holders.isEmpty()) {
            crowd.gives();
        }
        assertThat(crowd.turns.waiting()).isZero();
        assertThat(crowd.turns.parties()).isZero();
    }

    private static void step(Crowd crowd, RandomGenerator random, int sources) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                if (!crowd.holders.isEmpty()) {
                    crowd.gives();
                }
            }
            case 3 -> {
                if (!crowd.waiting.isEmpty()) {
                    crowd.leaves();
                }
            }
            case 4 -> {
                if (!crowd.holders.isEmpty()) {
                    crowd.arrives(crowd.holders.get(random.nextInt(crowd.holders.size())));
                }
            }
            default -> crowd.arrives(of(1 + random.nextInt(1 + random.nextInt(sources))));
        }
    }
}
