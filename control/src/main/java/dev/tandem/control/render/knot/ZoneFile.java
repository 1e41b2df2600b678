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

/**
 * The zone in the form of RFC 1035, section 5.
 *
 * @param label the site's name within the zone; none when the site is the zone's apex
 * @param timeToLive seconds
 */
@JStache(path = "dev/tandem/control/render/knot/zone.mustache")
record ZoneFile(
        DomainName site,
        DomainName domain,
        Optional<String> label,
        Ipv4Address virtualAddress,
        long timeToLive,
        List<NameServer> servers,
        List<DnsRecord> records) {
    /** One of the zone's own servers: ns1 is the first DNS machine, and so on. */
    record NameServer(String label, Ipv4Address address) {}

    static ZoneFile of(Layout layout) {
        Site site = layout.site();
        return new ZoneFile(
                site.name(),
                site.domain(),
                label(site),
                site.virtualAddress(),
                site.dns().timeToLive().toSeconds(),
                servers(layout),
                site.dns().records());
    }

    private static Optional<String> label(Site site) {
        if (site.name().equals(site.domain())) {
            return Optional.empty();
        }
        String name = site.name().value();
        return Optional.of(
                name.substring(0, name.length() - site.domain().value().length() - 1));
    }

    private static List<NameServer> servers(Layout layout) {
        List<NameServer> servers = new ArrayList<>();
        for (Machine machine : layout.offering(Service.DNS)) {
            servers.add(new NameServer("ns" + (servers.size() + 1), machine.address()));
        }
        return List.copyOf(servers);
    }
}
