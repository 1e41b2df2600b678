package dev.tandem.lab.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkNamesTest {
    private final NetworkNames names = new NetworkNames(new LabName("www.foobar.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {"lb1", "lo", "lab-bridge", "a-machine-with-a-long-name", "abcdefghijklmnopqrstuvwxyzabcdef"})
    void everyPortIsALegalLinkNameAndNoOtherLinksName(String machine) {
        assertThat(names.port(new MachineName(machine)))
                .hasSizeLessThanOrEqualTo(15)
                .isNotEqualTo("lo")
                .isNotEqualTo(NetworkNames.BRIDGE);
    }

    @Test
    void longNamesThatBeginAlikeHaveDifferentPorts() {
        assertThat(names.port(new MachineName("application-server-1")))
                .isNotEqualTo(names.port(new MachineName("application-server-2")));
    }

    @Test
    void aMachinesHardwareAddressIsStableUnicastAndItsOwn() {
        String address = names.hardwareAddress(new MachineName("lb1"));
        assertThat(address).matches("02(:[0-9a-f]{2}){5}").isEqualTo(names.hardwareAddress(new MachineName("lb1")));
        assertThat(address)
                .isNotEqualTo(names.hardwareAddress(new MachineName("lb2")))
                .isNotEqualTo(new NetworkNames(new LabName("other")).hardwareAddress(new MachineName("lb1")));
    }

    @Test
    void aLabNeverOwnsAnotherLabsNamespaces() {
        NetworkNames lab = new NetworkNames(new LabName("a"));
        NetworkNames longer = new NetworkNames(new LabName("a-b"));
        MachineName machine = new MachineName("b");
        assertThat(lab.owns(lab.machineNamespace(machine))).isTrue();
        assertThat(lab.owns(lab.bridgeNamespace())).isTrue();
        assertThat(lab.owns(longer.bridgeNamespace())).isFalse();
        assertThat(lab.owns(longer.machineNamespace(machine))).isFalse();
        assertThat(lab.machineNamespace(machine)).isNotEqualTo(longer.bridgeNamespace());
    }
}
