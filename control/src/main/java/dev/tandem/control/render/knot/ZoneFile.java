package dev.tandem.control.render.knot;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The zone in the form of RFC 1035, section 5.
 *
 * @param users the names that users may type, each with every address that leads to a balancer
 * @param timeToLive seconds
 */
@JStache(path = "dev/tandem/control/render/knot/zone.mustache")
record ZoneFile(
        DomainName site,
        DomainName domain,
        List<AddressRecord> users,
        long timeToLive,
        List<AddressRecord> servers,
        List<DnsRecord> records) {
    /** A name within the zone and an address of it; {@code @} is the domain itself. */
    record AddressRecord(String label, Ipv4Address address) {}

    static ZoneFile of(Layout layout) {
        Site site = layout.site();
        return new ZoneFile(
                site.name(),
                site.domain(),
                users(layout),
                site.dns().timeToLive().toSeconds(),
                servers(layout),
                site.dns().records());
    }

    private static List<AddressRecord> users(Layout layout) {
        return Stream.concat(Stream.of("@"), label(layout.site()).stream())
                .flatMap(label -> layout.virtualAddresses().stream().map(address -> new AddressRecord(label, address)))
                .toList();
    }

    /** The site's name within the zone; none when the site is the zone's apex. */
    private static Optional<String> label(Site site) {
        if (site.name().equals(site.domain())) {
            return Optional.empty();
        }
        String name = site.name().value();
        return Optional.of(
                name.substring(0, name.length() - site.domain().value().length() - 1));
    }

    /** The zone's own servers: ns1 is the first DNS machine, and so on. */
    private static List<AddressRecord> servers(Layout layout) {
        List<AddressRecord> servers = new ArrayList<>();
        for (Machine machine : layout.offering(Service.DNS)) {
            servers.add(new AddressRecord("ns" + (servers.size() + 1), machine.address()));
        }
        return List.copyOf(servers);
    }
}
