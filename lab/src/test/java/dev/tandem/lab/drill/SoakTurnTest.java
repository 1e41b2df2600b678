package dev.tandem.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SoakTurnTest {
    @Test
    void theSameSeedDrawsTheSameTurnsAndAnotherOneOthers() {
        assertThat(turns(7)).isEqualTo(turns(7)).isNotEqualTo(turns(8));
    }

    @Test
    void someTurnsAreOnAnOldSiteSomeAreNotAndNoneIsWithoutQuiet() {
        assertThat(turns(7)).extracting(SoakTurn::aged).contains(true, false);
        assertThat(turns(7))
                .allSatisfy(turn -> assertThat(turn.quiet()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    private static List<SoakTurn> turns(long seed) {
        Random random = new Random(seed);
        List<Fault> faults = Faults.list();
        return Stream.generate(() -> SoakTurn.draw(random, faults)).limit(40).toList();
    }
}
