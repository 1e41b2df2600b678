package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.VirtualAddress;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * keepalived's configuration on one balancer.
 *
 * @param own this machine's address
 * @param highestPriority of all balancers
 * @param peers the other balancers
 * @param prefix of the site's network
 * @param answersProgram tells whether HAProxy answers
 * @param shared whether the balancers share several addresses
 * @param hooked whether a hook moves the addresses
 */
@JStache(path = "dev/tandem/control/render/keepalived/keepalived.conf.mustache")
record KeepalivedConfiguration(
        DomainName site,
        MachineName machine,
        Ipv4Address own,
        List<Instance> instances,
        int highestPriority,
        List<Ipv4Address> peers,
        int prefix,
        String answersProgram,
        String interfaceFile,
        boolean shared,
        long takeBackSeconds,
        boolean hooked) {

    static KeepalivedConfiguration of(Layout layout, Machine machine) {
        VirtualAddress virtual = layout.site().virtualAddress();
        return new KeepalivedConfiguration(
                layout.site().name(),
                machine.name(),
                machine.address(),
                Instance.of(layout, machine),
                Instance.HIGHEST_PRIORITY,
                layout.site().machinesWith(Role.BALANCER).stream()
                        .filter(other -> !other.equals(machine))
                        .map(Machine::address)
                        .toList(),
                layout.site().network().prefix(),
                KeepalivedRenderer.ANSWERS,
                KeepalivedRenderer.INTERFACE_FILE,
                virtual.isShared(),
                virtual.takeBack().toSeconds(),
                virtual.hook().isPresent());
    }

    String scriptUser() {
        return Layout.HEALTH_CHECKER;
    }

    /** keepalived cannot speak unicast with nobody: a single balancer simply owns the address. */
    boolean alone() {
        return peers.isEmpty();
    }
}
