package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import java.util.List;

/**
 * One virtual address on one balancer.
 *
 * @param router the number that the balancers of this site recognise each other by, 1 to 255 (RFC 9568, 5.2.3)
 * @param priority higher wins when nobody owns the address yet
 */
record Instance(Ipv4Address address, int router, int priority) {
    /**
     * A balancer takes the address after three silent intervals and the skew time, (256 - priority) / 256 of an interval (RFC
     * 9568, 6.1): 6 ms, which is also what the owner's kernel needs to end its right to the address before that. 255 is for
     * those whose own address it is.
     */
    static final int HIGHEST_PRIORITY = 240;

    private static final int STEP = 10;

    static List<Instance> of(Layout layout, Machine machine) {
        return layout.virtualAddresses().stream()
                .map(address -> of(layout, machine, address))
                .toList();
    }

    private static Instance of(Layout layout, Machine machine, Ipv4Address address) {
        int rank = layout.homes(address).indexOf(machine);
        // The rules keep an address that ends in 0, which is not a router's number, out of every site.
        return new Instance(address, address.lastByte(), Math.max(1, HIGHEST_PRIORITY - STEP * rank));
    }
}
