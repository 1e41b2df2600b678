package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the rule, for arrivals in any order. */
class SharesTest {
    private static final int STEPS = 400;
    private static final int SEEDS = 200;

    private static Source source(int number) {
        return new Source.Ipv4(number);
    }

    private static int fill(Shares shares, Source source) {
        int got = 0;
        while (shares.take(source)) {
            got++;
        }
        return got;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 255, 256, 1_024})
    void oneSourceGetsHalfAndNeverMore(int places) {
        assertThat(fill(new Shares(places), source(1))).isEqualTo((places + 1) / 2);
    }

    @Test
    void whoComesLaterFindsHalfOfWhatIsLeft() {
        Shares shares = new Shares(256);
        assertThat(IntStream.range(0, 8).map(number -> fill(shares, source(number))))
                .containsExactly(128, 64, 32, 16, 8, 4, 2, 1);
        assertThat(shares.free()).isEqualTo(1);
    }

    @Test
    void whoComeTogetherHaveEqualPartsAndLeaveOneFree() {
        Shares shares = new Shares(256);
        for (int round = 0; round < 256; round++) {
            for (int number = 1; number <= 3; number++) {
                shares.take(source(number));
            }
        }
        assertThat(IntStream.of(1, 2, 3).map(number -> shares.held(source(number))))
                .containsExactly(64, 64, 64);
        assertThat(shares.free()).isEqualTo(64);
    }

    /** What one has too much becomes others' as it ends. */
    @Test
    void whoHadMostGetsNothingWhileOthersWantIt() {
        Shares shares = new Shares(100);
        Source greedy = source(0);
        fill(shares, greedy);
        for (int number = 1; number <= 50; number++) {
            assertThat(shares.take(source(number))).isTrue();
        }
        shares.giveBack(greedy);
        assertThat(shares.take(greedy)).isFalse();
        assertThat(shares.take(source(51))).isTrue();
    }

    @Test
    void whatIsNotHeldIsNotGivenBack() {
        Shares shares = new Shares(2);
        shares.take(source(1));
        assertThatThrownBy(() -> shares.giveBack(source(2))).isInstanceOf(IllegalStateException.class);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    /** Few sources or many, of which some come often; what they hold ends in any order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void inAnyOrderOfArrivals(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int places = random.nextInt(1, 40);
        int sources = random.nextInt(1, 12);
        Shares shares = new Shares(places);
        List<Source> holders = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (!holders.isEmpty() && random.nextInt(3) == 0) {
                shares.giveBack(holders.remove(random.nextInt(holders.size())));
            } else {
                arrive(shares, holders, source(random.nextInt(1 + random.nextInt(sources))), sources);
            }
            countsAgree(shares, holders, places);
        }
        holders.forEach(shares::giveBack);
        assertThat(shares.taken()).isZero();
    }

    private static void arrive(Shares shares, List<Source> holders, Source source, int sources) {
        int free = shares.free();
        int held = shares.held(source);
        boolean got = shares.take(source);
        if (got) {
            holders.add(source);
        }
        assertThat(got)
                .as("while fewer are held than free, %s of %s", held, free)
                .isEqualTo(held < free);
        if (held == 0 && free > 0) {
            assertThat(got).as("who has none gets the last place").isTrue();
        }
        for (int number = 0; number < sources; number++) {
            int other = shares.held(source(number));
            if (got && !source(number).equals(source) && other < held) {
                assertThat(Shares.allows(other, free))
                        .as("who has fewer would have got it, too")
                        .isTrue();
            }
        }
    }

    private static void countsAgree(Shares shares, List<Source> holders, int places) {
        assertThat(shares.taken()).isEqualTo(holders.size()).isBetween(0, places);
        assertThat(shares.free()).isEqualTo(places - holders.size());
        holders.stream().distinct().forEach(source -> {
            long held = holders.stream().filter(source::equals).count();
            assertThat(held).isEqualTo(shares.held(source)).isLessThanOrEqualTo((places + 1) / 2);
        });
    }
}
