package dev.tandem.lab.machine;

import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabPlan;
import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Collectors;

/** The files that make the common image into one machine. Pure: equal plans give equal bytes. */
final class MachineFiles {
    static final String INTERFACES = "/etc/network/interfaces";
    private static final int WORLD_READABLE = 0644;
    private static final int PRIVATE = 0600;

    private MachineFiles() {}

    static List<MachineFile> of(LabPlan plan, LabMachine machine) {
        String address = machine.address().getHostAddress();
        return List.of(
                file("/etc/hostname", machine.name() + "\n"),
                file("/etc/hosts", hosts(machine, address)),
                file(INTERFACES, interfaces(address, plan.network().prefixLength())),
                file("/etc/resolv.conf", resolvers(machine.equals(plan.client()) ? plan.resolvers() : List.of())),
                new MachineFile("/root/.ssh/authorized_keys", PRIVATE, plan.sshPublicKey() + "\n"));
    }

    private static MachineFile file(String path, String text) {
        return new MachineFile(path, WORLD_READABLE, text);
    }

    /** As Debian's installer writes it for a machine with a fixed address. Some packages refuse an unknown own name. */
    private static String hosts(LabMachine machine, String address) {
        return """
                127.0.0.1 localhost
                %s %s
                ::1 localhost ip6-localhost ip6-loopback
                """.formatted(address, machine.name());
    }

    /** interfaces(5). No gateway: there is nowhere to go from a lab, and a missing route fails at once. */
    private static String interfaces(String address, int prefixLength) {
        return """
                auto lo
                iface lo inet loopback

                auto %1$s
                iface %1$s inet static
                    address %2$s/%3$d
                """.formatted(NetworkNames.MACHINE_LINK, address, prefixLength);
    }

    private static String resolvers(List<Inet4Address> resolvers) {
        if (resolvers.isEmpty()) {
            return "# This machine asks no DNS server.\n";
        }
        return resolvers.stream()
                .map(resolver -> "nameserver " + resolver.getHostAddress() + "\n")
                .collect(Collectors.joining("", "", "options timeout:1 attempts:2\n"));
    }
}
