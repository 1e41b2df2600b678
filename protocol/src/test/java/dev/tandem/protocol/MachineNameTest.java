package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"lb1", "a", "server-2", "abcdefghijklmnopqrstuvwxyzabcdef"})
    void aSingleShortDnsLabelIsAName(String value) {
        assertThat(new MachineName(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1lb", "Lb1", "lb_1", "-lb", "lb-", "lb.1", "abcdefghijklmnopqrstuvwxyzabcdefg", "lb1\n"})
    void anythingElseIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineName(value));
    }

    @Test
    void theRefusalSaysWhatANameIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MachineName("DB_1"))
                .withMessage("'DB_1' is not a machine name:"
                        + " 1 to 32 lower-case letters, digits and inner hyphens, a letter first");
    }
}
