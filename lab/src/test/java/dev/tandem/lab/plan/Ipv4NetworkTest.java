package dev.tandem.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.77.0.0/24, 10.77.0.1, true",
        "10.77.0.0/24, 10.77.0.254, true",
        "10.77.0.0/24, 10.77.1.1, false",
        "10.77.0.0/24, 10.77.0.0, false",
        "10.77.0.0/24, 10.77.0.255, false",
        "10.77.0.128/25, 10.77.0.127, false",
        "10.0.0.0/8, 10.255.255.254, true",
        "192.168.1.4/30, 192.168.1.6, true"
    })
    void itHoldsAddressesThatAMachineMayHave(String network, String address, boolean held) {
        assertThat(Ipv4Network.parse(network).holds(Inet4Address.ofLiteral(address)))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.77.0.1/24", "10.77.0.0", "10.77.0.0/31", "10.0.0.0/7", "10.0.0.0/x", "name/24", "::/24"})
    void whatIsNotANetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Network.parse(text));
    }

    @Test
    void itIsWrittenAsItIsRead() {
        assertThat(Ipv4Network.parse("10.77.0.0/24")).hasToString("10.77.0.0/24");
    }
}
