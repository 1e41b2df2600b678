package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {
    private static final Source ATTACKER = Source.of("192.0.2.1");
    private static final Source OTHER = Source.of("192.0.2.2");
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Limits LIMITS = limits(8, 16);
    private static final int STEPS = 300;

    private final Admission admission = new Admission(LIMITS);

    private static Limits limits(int requests, int streams) {
        return new Limits(requests, streams, IDLE, Duration.ofSeconds(30), LowestRate.USUAL);
    }

    private Place request(Source source) {
        return ((Entry.Admitted) admission.enter(source, false)).place();
    }

    private Entry.Refused refused(Source source, boolean announced) {
        return (Entry.Refused) admission.enter(source, announced);
    }

    private void stream(Source source, int count) {
        for (int number = 0; number < count; number++) {
            request(source).becomesStream();
        }
    }

    @Test
    void aStreamLeavesItsPlaceToRequests() {
        stream(ATTACKER, 8);
        assertThat(admission.requests()).isZero();
        assertThat(admission.streams()).isEqualTo(8);
    }

    /** Streams that no place is left for take no more of the others' than requests of the same source could. */
    @Test
    void aStreamThatFindsNoPlaceKeepsTheOneItHas() {
        stream(ATTACKER, 8 + 4);
        assertThat(admission.streams()).isEqualTo(8);
        assertThat(admission.requests()).isEqualTo(4);
        assertThat(refused(ATTACKER, false))
                .hasToString("of 8 places for requests 192.0.2.1 has 4, and 4 are left for others");
        assertThat(request(OTHER).kind()).isEqualTo(Place.Kind.REQUEST);
    }

    @Test
    void oneThatSaysSoAtTheDoorIsRefusedThere() {
        stream(ATTACKER, 8);
        assertThat(refused(ATTACKER, true))
                .hasToString("of 16 places for streams 192.0.2.1 has 8, and 8 are left for others");
        assertThat(admission.requests()).isZero();
    }

    @Test
    void allThatAreTakenAreTakenForEverybody() {
        IntStream.range(0, 8).forEach(number -> request(new Source.Ipv4(number)));
        assertThat(refused(OTHER, false)).hasToString("all 8 places for requests are taken");
    }

    /** Whoever calls a request a stream gains nothing by it. */
    @Test
    void oneThatOnlySaysSoTakesBoth() {
        for (int number = 0; number < 4; number++) {
            assertThat(admission.enter(ATTACKER, true)).isInstanceOf(Entry.Admitted.class);
        }
        assertThat(admission.requests()).isEqualTo(4);
        assertThat(admission.streams()).isEqualTo(4);
        assertThat(admission.enter(ATTACKER, true)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void theSiteItselfFindsAPlaceWhenAllAreTaken() {
        IntStream.range(0, 8).forEach(number -> request(new Source.Ipv4(number)));
        List<Place> own = IntStream.range(0, Admission.RESERVED)
                .mapToObj(_ -> request(Source.SITE))
                .toList();
        assertThat(own).allMatch(place -> place.kind() == Place.Kind.RESERVED);
        assertThat(admission.enter(Source.SITE, false)).isInstanceOf(Entry.Refused.class);
        own.forEach(Place::becomesStream);
        own.getFirst().leave();
        own.getFirst().leave();
        assertThat(request(Source.SITE).kind()).isEqualTo(Place.Kind.RESERVED);
        assertThat(admission.enter(Source.SITE, false)).isInstanceOf(Entry.Refused.class);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 200).boxed();
    }

    /** Whatever requests do, in whatever order, each place is counted once and given back once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void inAnyOrder(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Admission tried = new Admission(limits(random.nextInt(1, 20), random.nextInt(1, 20)));
        List<Place> places = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Source source = random.nextInt(9) == 0 ? Source.SITE : new Source.Ipv4(random.nextInt(4));
            if (places.isEmpty() || random.nextBoolean()) {
                if (tried.enter(source, random.nextBoolean()) instanceof Entry.Admitted admitted) {
                    places.add(admitted.place());
                }
            } else if (random.nextBoolean()) {
                places.get(random.nextInt(places.size())).becomesStream();
            } else {
                Place left = places.remove(random.nextInt(places.size()));
                left.leave();
                left.leave();
                left.becomesStream();
            }
            countsAgree(tried, places);
        }
    }

    private static void countsAgree(Admission admission, List<Place> places) {
        assertThat(admission.requests())
                .isEqualTo(count(places, Place.Kind.REQUEST) + count(places, Place.Kind.REQUEST_AND_STREAM));
        assertThat(admission.streams())
                .isEqualTo(count(places, Place.Kind.STREAM) + count(places, Place.Kind.REQUEST_AND_STREAM));
        assertThat(count(places, Place.Kind.NONE)).isZero();
    }

    private static int count(List<Place> places, Place.Kind kind) {
        return (int) places.stream().filter(place -> place.kind() == kind).count();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "100001, 1, 1", "1, 100001, 1", "1, 1, 0", "1, 1, -1"})
    void limitsThatAreNoneAreRefused(int requests, int streams, int seconds) {
        assertThatThrownBy(() -> new Limits(requests, streams, IDLE, Duration.ofSeconds(seconds), LowestRate.USUAL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
