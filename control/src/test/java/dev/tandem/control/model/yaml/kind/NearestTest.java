package dev.tandem.control.model.yaml.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "domian, domain",
        "DOMAIN, domain",
        "nmae, name",
        "machine, machines",
        "virtual_address, virtual-address",
    })
    void aSlipIsFound(String word, String meant) {
        assertThat(Nearest.to(word, List.of("name", "domain", "machines", "virtual-address")))
                .hasValue(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "''", "address"})
    void anotherWordIsNotTakenForASlip(String word) {
        assertThat(Nearest.to(word, List.of("name", "domain", "machines", "virtual-address")))
                .isEmpty();
    }
}
