package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:0:7::1, 2001:db8:0:7:ffff:ffff:ffff:ffff",
        "2001:DB8:0:7::1, 2001:db8:0000:0007::2",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void oneCustomerIsOneSource(String one, String other) {
        assertThat(Source.of(one)).isEqualTo(Source.of(other));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.8", "2001:db8:0:7::1, 2001:db8:0:8::1", "192.0.2.7, ::c000:207", "::, 0.0.0.0"})
    void twoCustomersAreTwo(String one, String other) {
        assertThat(Source.of(one)).isNotEqualTo(Source.of(other));
    }

    @Test
    void withoutTheHeaderTheSiteItselfAsks() {
        assertThat(Source.of(null)).isEqualTo(Source.SITE);
    }

    /** Nobody gets a place of the site's own, or a new source each time, by writing nonsense. */
    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "localhost", "192.0.2.7, 192.0.2.8", "300.1.1.1", "2001:db8::1::2"})
    void whatIsNoAddressIsOneSourceWhateverItIs(String text) {
        assertThat(Source.of(text)).isEqualTo(Source.UNREADABLE);
    }

    @Test
    void itIsWrittenAsPeopleWriteIt() {
        assertThat(Source.of("192.0.2.7")).hasToString("192.0.2.7");
        assertThat(Source.of("2001:db8:0:7::9")).hasToString("2001:db8:0:7:0:0:0:0/64");
    }
}
