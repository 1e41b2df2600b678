package dev.tandem.control.render.knot;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Optional;

/**
 * Knot's configuration on one DNS machine.
 *
 * @param primary whom this machine copies the zone from; none on the primary itself
 * @param secondaries whom this machine tells about changes; none on a secondary
 */
@JStache(path = "dev/tandem/control/render/knot/knot.conf.mustache")
record KnotConfiguration(
        DomainName site,
        DomainName domain,
        Ipv4Address address,
        String keyFile,
        TransferKeys keys,
        String zoneFile,
        Optional<Remote> primary,
        List<Remote> secondaries) {
    /** Another DNS machine. */
    record Remote(String name, Ipv4Address address) {}

    static KnotConfiguration of(Layout layout, TransferKeys keys, Machine machine) {
        boolean leads = machine.equals(layout.dnsPrimary());
        return new KnotConfiguration(
                layout.site().name(),
                layout.site().domain(),
                machine.address(),
                KnotRenderer.KEY_FILE,
                keys,
                KnotRenderer.zoneFile(layout.site().domain()),
                leads ? Optional.empty() : Optional.of(remote(layout.dnsPrimary())),
                leads
                        ? layout.dnsSecondaries().stream()
                                .map(KnotConfiguration::remote)
                                .toList()
                        : List.of());
    }

    boolean leads() {
        return primary.isEmpty();
    }

    boolean alone() {
        return primary.isEmpty() && secondaries.isEmpty();
    }

    private static Remote remote(Machine machine) {
        return new Remote(machine.name().value(), machine.address());
    }
}
