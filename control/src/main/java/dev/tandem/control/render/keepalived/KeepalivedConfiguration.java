package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * keepalived's configuration on one balancer.
 *
 * @param router the number that the balancers of this site recognise each other by, 1 to 255 (RFC 9568, 5.2.3)
 * @param priority higher wins when nobody owns the address yet
 * @param highestPriority of all balancers
 * @param peers the other balancers
 * @param prefix of the site's network
 * @param health HAProxy's answer to whether it works, as host and port
 */
@JStache(path = "dev/tandem/control/render/keepalived/keepalived.conf.mustache")
record KeepalivedConfiguration(
        DomainName site,
        MachineName machine,
        int router,
        int priority,
        int highestPriority,
        Ipv4Address address,
        List<Ipv4Address> peers,
        Ipv4Address virtualAddress,
        int prefix,
        String health,
        String interfaceFile) {
    private static final int HIGHEST_PRIORITY = 200;
    private static final int STEP = 10;

    static KeepalivedConfiguration of(Layout layout, Machine machine) {
        List<Machine> balancers = layout.site().machinesWith(Role.BALANCER);
        return new KeepalivedConfiguration(
                layout.site().name(),
                machine.name(),
                // 0 is not a router's number; a virtual address that ends in 0 is rare and takes the last one.
                layout.virtualAddress().lastByte() == 0
                        ? 255
                        : layout.virtualAddress().lastByte(),
                Math.max(1, HIGHEST_PRIORITY - STEP * balancers.indexOf(machine)),
                HIGHEST_PRIORITY,
                machine.address(),
                balancers.stream()
                        .filter(other -> !other.equals(machine))
                        .map(Machine::address)
                        .toList(),
                layout.virtualAddress(),
                layout.site().network().prefix(),
                layout.endpoint(machine, Service.BALANCER_METRICS).toString(),
                KeepalivedRenderer.INTERFACE_FILE);
    }

    /** keepalived cannot speak unicast with nobody: a single balancer simply owns the address. */
    boolean alone() {
        return peers.isEmpty();
    }
}
