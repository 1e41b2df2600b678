package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.protocol.GtidPosition.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GtidPositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | EQUAL",
                "0-1-5 | 0-1-5 | EQUAL",
                "'' | 0-1-5 | BEHIND",
                "0-1-5 | '' | AHEAD",
                "0-1-5 | 0-1-6 | BEHIND",
                "0-1-5 | 0-2-6 | BEHIND",
                "0-2-7 | 0-1-6 | AHEAD",
                "0-1-5 | 0-2-5 | DIVERGED",
                "0-1-5,1-1-2 | 0-1-5 | AHEAD",
                "0-1-5,1-1-2 | 0-1-6 | DIVERGED",
                "0-1-5,1-1-2 | 0-1-6,1-1-3 | BEHIND",
            })
    void aPositionIsEqualToBehindAheadOfOrApartFromAnother(String one, String other, Relation relation) {
        assertThat(GtidPosition.parse(one).relationTo(GtidPosition.parse(other)))
                .isEqualTo(relation);
    }

    @Test
    void theTextIsByRisingDomainWhateverTheOrderOfTheServer() {
        assertThat(GtidPosition.parse("1-1-2, 0-1-5")).hasToString("0-1-5,1-1-2");
    }

    @Test
    void aDomainComesOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GtidPosition.parse("0-1-5,0-2-6"))
                .withMessageContaining("Domain 0 comes twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-1", "a-b-c", "0-1-5,", "0-1--5", "0-1-5;0-1-6"})
    void whatIsNoPositionIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> GtidPosition.parse(text));
    }

    @Test
    void bothTogetherAreTheLaterOfEachDomain() {
        GtidPosition one = GtidPosition.parse("0-1-5,1-1-9");
        GtidPosition other = GtidPosition.parse("0-2-7,2-1-3");
        assertThat(one.with(other)).isEqualTo(GtidPosition.parse("0-2-7,1-1-9,2-1-3"));
        assertThat(other.with(one)).isEqualTo(one.with(other));
        assertThat(one.with(GtidPosition.EMPTY)).isEqualTo(one);
    }
}
