package dev.tandem.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"www.foobar.com", "a", "1", "lab-test-2"})
    void aSitesNameIsAName(String value) {
        assertThat(new LabName(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "a..b", ".a", "a.", "-a", "a/b", "A", "a:b", "a b", "abcdefghijklmnopqrstuvwxyzabcdef"
            })
    void whatCouldMeanAnotherPathOrNamespaceIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LabName(value));
    }

    @Test
    void longSitesGetShortNamesThatDiffer() {
        LabName one = LabName.ofSite("a-very-long-name-of-a-site.example.com");
        LabName other = LabName.ofSite("a-very-long-name-of-a-site.example.org");
        assertThat(one.value()).hasSizeLessThanOrEqualTo(31).startsWith("a-very-long-name-of-a-");
        assertThat(one).isNotEqualTo(other).isEqualTo(LabName.ofSite("A-very-long-name-of-a-site.example.com"));
        assertThat(LabName.ofSite("www.foobar.com")).hasToString("www.foobar.com");
    }
}
