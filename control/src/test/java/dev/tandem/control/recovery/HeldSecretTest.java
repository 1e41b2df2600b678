package dev.tandem.control.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which values of a secret go on when machines hold different ones. */
class HeldSecretTest {
    @Test
    void whatAllHoldIsInUse() {
        HeldSecret secret = of(held("server1", "a"), held("server2", "a"));
        assertThat(values(secret)).isEqualTo("a");
        assertThat(secret.machines()).hasSize(2);
        assertThat(secret.apart()).isEmpty();
    }

    @Test
    void inTheMiddleOfAReplacementBothGoOn() {
        assertThat(values(of(held("server1", "new"), held("server2", "old")))).isEqualTo("new old");
        assertThat(values(of(held("server1", "new"), held("server2", "old"), held("server3", "old"))))
                .isEqualTo("old new");
    }

    @Test
    void whatIsOnlyAcceptedComesAfterWhatIsUsed() {
        assertThat(values(of(held("server1", "a", "z"), held("server2", "b", "z"))))
                .isEqualTo("a b");
        assertThat(values(of(held("server1", "a", "z"), held("server2", "a")))).isEqualTo("a z");
        assertThat(values(of(held("server1", "a", "b"), held("server2", "b", "a"))))
                .isEqualTo("a b");
    }

    @Test
    void whoUsesAThirdIsNamed() {
        HeldSecret secret = of(held("server1", "a"), held("server2", "b"), held("server3", "b"), held("server4", "c"));
        assertThat(values(secret)).isEqualTo("b a");
        assertThat(secret.apart()).containsExactly(new MachineName("server4"));
    }

    @Test
    void whatLiesNowhereHasNoValue() {
        assertThat(of().value()).isEmpty();
        assertThat(of().other()).isEmpty();
    }

    private static String values(HeldSecret secret) {
        return secret.value().map(Secret::value).orElseThrow()
                + secret.other().map(other -> " " + other.value()).orElse("");
    }

    private static HeldSecret of(HeldSecret.Held... held) {
        return HeldSecret.of(SecretName.DATABASE_APPLICATION, List.of(held));
    }

    private static HeldSecret.Held held(String machine, String inUse) {
        return new HeldSecret.Held(new MachineName(machine), inUse, Optional.empty());
    }

    private static HeldSecret.Held held(String machine, String inUse, String besides) {
        return new HeldSecret.Held(new MachineName(machine), inUse, Optional.of(besides));
    }
}
