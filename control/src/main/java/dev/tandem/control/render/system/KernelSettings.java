package dev.tandem.control.render.system;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import org.jspecify.annotations.Nullable;

/**
 * The kernel settings of one machine.
 *
 * @param connections how many of them the firewall remembers; null where only machines of the site and admins come
 */
@JStache(path = "dev/tandem/control/render/system/sysctl.conf.mustache")
record KernelSettings(
        DomainName site,
        boolean balancer,
        boolean database,
        @Nullable Integer connections) {
    /** What Linux itself takes on a machine with more than 4 GiB of memory (nf_conntrack-sysctl.rst). */
    private static final int REMEMBERED = 262_144;

    /** A user's connection, the one to a server, and as many that were closed a moment ago. */
    private static final int OF_A_USER = 4;

    static KernelSettings of(Site site, Machine machine) {
        boolean open = machine.has(Role.BALANCER) || machine.has(Role.DNS);
        return new KernelSettings(
                site.name(),
                machine.has(Role.BALANCER),
                machine.has(Role.DATABASE),
                open
                        ? Math.max(
                                REMEMBERED, Math.multiplyExact(site.balancer().maximumConnections(), OF_A_USER))
                        : null);
    }
}
