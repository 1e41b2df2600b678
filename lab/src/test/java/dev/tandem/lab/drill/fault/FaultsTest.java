package dev.tandem.lab.drill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void everyFaultHasANameOfItsOwnAndStandsInTheManual() throws IOException {
        String manual = Files.readString(Path.of("../docs/drills.md"));
        List<String> names = Faults.list().stream().map(Fault::name).toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(names).allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    }

    @Test
    void everyFaultIsHeldToLosingNothing() {
        assertThat(Faults.list())
                .allSatisfy(fault -> assertThat(fault.limits().usual())
                        .containsEntry(Measure.LOST, 0L)
                        .containsEntry(Measure.DOUBLED, 0L)
                        .containsEntry(Measure.STALE_READS, 0L)
                        .containsKey(Measure.RECOVERY));
    }

    @Test
    void tooMuchToDoMayChangeRolesOnceAtMost() {
        assertThat(Faults.list().stream()
                        .filter(fault -> fault.name().matches("(cpu-starved|memory-full|disk-slow).*")))
                .hasSize(9)
                .allSatisfy(fault -> assertThat(fault.limits().usual().get(Measure.ROLE_CHANGES))
                        .isLessThanOrEqualTo(1));
    }

    /** The drill of that name strikes like the one that the site has without ageing, so that both can stand side by side. */
    @Test
    void theAgedDrillIsTheDeathOfThePrimarysMachine() {
        Fault aged = Faults.named(Faults.AGED).orElseThrow();
        Fault fresh = Faults.named("machine-dies").orElseThrow();
        assertThat(aged.limits()).isEqualTo(fresh.limits());
        assertThat(aged.hold()).isEqualTo(fresh.hold());
        assertThat(aged.injection()).isSameAs(fresh.injection());
    }
}
