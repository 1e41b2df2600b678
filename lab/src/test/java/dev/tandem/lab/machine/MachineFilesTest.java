package dev.tandem.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.plan.Ipv4Network;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineFilesTest {
    private static final LabMachine LB1 = machine("lb1", "10.77.0.11");
    private static final LabMachine CLIENT = machine("client", "10.77.0.100");
    private static final LabPlan PLAN = new LabPlan(
            new LabName("test"),
            Ipv4Network.parse("10.77.0.0/24"),
            Inet4Address.ofLiteral("10.77.0.1"),
            List.of(LB1),
            CLIENT,
            List.of(LB1.address()),
            Set.of(),
            "ssh-ed25519 AAAA me");

    @Test
    void aMachineKnowsItsOwnName() {
        assertThat(text(LB1, "/etc/hosts")).contains("10.77.0.11 lb1\n").doesNotContain("client");
        assertThat(text(LB1, "/etc/hostname")).isEqualTo("lb1\n");
    }

    @Test
    void theAddressIsConfiguredAsOnAnyDebianMachine() {
        assertThat(text(LB1, "/etc/network/interfaces")).isEqualTo("""
                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                    address 10.77.0.11/24
                """);
    }

    @Test
    void onlyTheClientAsksTheSitesNameServers() {
        assertThat(text(CLIENT, "/etc/resolv.conf")).contains("nameserver 10.77.0.11\n");
        assertThat(text(LB1, "/etc/resolv.conf")).doesNotContain("nameserver");
    }

    @Test
    void theKeyIsReadableForRootAlone() {
        assertThat(MachineFiles.of(PLAN, LB1))
                .contains(new MachineFile("/root/.ssh/authorized_keys", 0600, "ssh-ed25519 AAAA me\n"));
    }

    private static LabMachine machine(String name, String address) {
        return new LabMachine(new MachineName(name), Inet4Address.ofLiteral(address));
    }

    private static String text(LabMachine machine, String path) {
        return MachineFiles.of(PLAN, machine).stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
