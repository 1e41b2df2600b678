package dev.tandem.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.protocol.MachineName;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabPlanTest {
    private static final String KEY = "ssh-ed25519 AAAA me";

    @Test
    void theClientIsTheLastOfAllMachines() {
        assertThat(plan("10.77.0.11", "10.77.0.12", "haproxy", KEY).everyMachine())
                .extracting(machine -> machine.name().value())
                .containsExactly("lb1", "client");
    }

    @Test
    void twoOwnersOfOneAddressAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("10.77.0.12", "10.77.0.12", "haproxy", KEY))
                .withMessage("lb1 and client both have the address 10.77.0.12");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("10.77.0.1", "10.77.0.12", "haproxy", KEY))
                .withMessage("the lab's own end and lb1 both have the address 10.77.0.1");
    }

    @Test
    void anAddressOutsideTheNetworkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("10.78.0.11", "10.77.0.12", "haproxy", KEY))
                .withMessage("lb1 has the address 10.78.0.11, which is not one of 10.77.0.0/24");
    }

    @Test
    void aPackageThatIsAnOptionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> plan("10.77.0.11", "10.77.0.12", "--aptopt=x", KEY));
    }

    @Test
    void aKeyOfTwoLinesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("10.77.0.11", "10.77.0.12", "haproxy", KEY + "\nssh-ed25519 BBBB"));
    }

    private static LabPlan plan(String first, String client, String aPackage, String key) {
        return new LabPlan(
                new LabName("test"),
                Ipv4Network.parse("10.77.0.0/24"),
                Inet4Address.ofLiteral("10.77.0.1"),
                List.of(new LabMachine(new MachineName("lb1"), Inet4Address.ofLiteral(first))),
                new LabMachine(new MachineName("client"), Inet4Address.ofLiteral(client)),
                List.of(),
                Set.of(aPackage),
                key);
    }
}
