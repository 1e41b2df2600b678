package dev.tandem.lab.drill.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Injection;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgeingTest {
    private static final Set<Fault.Need> EVERYTHING = EnumSet.allOf(Fault.Need.class);

    @Test
    void ageingThatDidNotBiteProvesNothingWhateverTheFaultDid() {
        List<Aged> all = List.of(
                new Aged("etcd", Aged.State.AGED, "revision 7 is gone"),
                new Aged("idle-sessions", Aged.State.DID_NOT_BITE, "nothing shows that it had an effect"));
        Verdict.Run run = new Verdict.Run(Map.of(Measure.LOST, 0L), Aged.doubts(all), false);
        assertThat(Verdict.of(Limits.nothingLost(), List.of(run)))
                .isEqualTo(new Verdict(
                        Verdict.Outcome.INCONCLUSIVE,
                        List.of("ageing did not bite: idle-sessions: nothing shows that it had an effect")));
    }

    /** What no lab can do is said in each report, and is no doubt about what it did. */
    @Test
    void whatALabCannotAgeIsNoDoubt() {
        assertThat(Ages.notTried(EVERYTHING)).isNotEmpty().allSatisfy(aged -> {
            assertThat(aged.state()).isEqualTo(Aged.State.NOT_TRIED);
            assertThat(aged.words()).isNotBlank();
        });
        assertThat(Aged.doubts(Ages.notTried(EVERYTHING))).isEmpty();
    }

    @Test
    void whatASiteHasNothingOfIsNotTriedThereAndIsNoDoubt() {
        assertThat(Ages.possible(EVERYTHING)).isEqualTo(Ages.list());
        assertThat(Ages.possible(Set.of()))
                .extracting(Age::name)
                .contains("idle-sessions", "etcd")
                .doesNotContain("replication");
        assertThat(Ages.notTried(Set.of()))
                .contains(new Aged("replication", Aged.State.NOT_TRIED, "this site has nothing that ages so"));
    }

    /** What is done and bites nowhere, and what throws, are both said, and do not keep the rest from being done. */
    @Test
    void eachThingIsDoneAndSaidAlsoAfterOneThatFailed() {
        Age broken = new Age("broken", "", _ -> {
            throw new IllegalStateException("no such program");
        });
        Age toothless = new Age("toothless", "", _ -> Injection.Struck.done("nothing", Optional.empty()));
        Age good = new Age("good", "", _ -> Injection.Struck.done("all", Optional.of("all of it")));
        List<Aged> all = new Ageing(List.of(broken, toothless, good), List.of(), Duration.ZERO, _ -> {}).of(null);
        assertThat(all)
                .containsExactly(
                        new Aged("broken", Aged.State.DID_NOT_BITE, "no such program"),
                        new Aged(
                                "toothless",
                                Aged.State.DID_NOT_BITE,
                                "nothing, and nothing shows that it had an effect"),
                        new Aged("good", Aged.State.AGED, "all: all of it"));
    }

    @Test
    void everyAgeHasANameOfItsOwn() {
        assertThat(Ages.list()).extracting(Age::name).doesNotHaveDuplicates().hasSizeGreaterThan(8);
        assertThat(Ages.notTried(EVERYTHING))
                .extracting(Aged::name)
                .doesNotContainAnyElementsOf(Ages.list().stream().map(Age::name).toList());
    }

    @Test
    void aNumberJumpsToTheEdgeThatIsNext() {
        assertThat(CounterAges.next(17)).contains(1L << 31);
        assertThat(CounterAges.next(1L << 31)).contains(1L << 32);
        assertThat(CounterAges.next((1L << 32) + 9)).isEmpty();
        assertThat(CounterAges.sequence("0-3-2147483650")).isEqualTo(OptionalLong.of(2_147_483_650L));
        assertThat(CounterAges.sequence("")).isEmpty();
    }
}
