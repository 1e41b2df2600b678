package dev.tandem.lab.drill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.fault.Injection.Struck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private final List<String> mended = new ArrayList<>();

    @Test
    void ofTwoTheOneThatWasDoneLastIsMendedFirst() {
        Struck both = struck("cut", Optional.of("down")).and(struck("killed", Optional.of("gone")));
        both.mend().run();
        assertThat(mended).containsExactly("killed", "cut");
        assertThat(both.what()).isEqualTo("cut; killed");
        assertThat(both.proof().get()).contains("down; gone");
        assertThat(both.gone()).containsExactlyInAnyOrder("cut's machine", "killed's machine");
    }

    @Test
    void twoAreOnlyProvenWhenBothAre() {
        assertThat(struck("cut", Optional.of("down"))
                        .and(struck("killed", Optional.empty()))
                        .proof()
                        .get())
                .isEmpty();
    }

    @Test
    void eachOfATurnSeesWhatTheOneBeforeItDid() {
        List<String> done = new ArrayList<>();
        Injection first = _ -> {
            done.add("first");
            return struck("first", Optional.of("1"));
        };
        Injection second = _ -> struck("second after " + done, Optional.of("2"));
        Struck all = Injections.inTurn(Duration.ZERO, List.of(first, second)).strike(null);
        assertThat(all.what()).isEqualTo("first; second after [first]");
        all.mend().run();
        assertThat(mended).containsExactly("second after [first]", "first");
    }

    private Struck struck(String what, Optional<String> proof) {
        return new Struck(what, () -> proof, () -> mended.add(what), Set.of(what + "'s machine"));
    }
}
