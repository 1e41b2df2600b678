package dev.tandem.control.rules;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Site;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One address of a site and the path that it stands at. */
record PlacedAddress(String path, Ipv4Address address) {
    /** The virtual ones, then the machines' in the order of the file. */
    static List<PlacedAddress> of(Site site) {
        return Stream.concat(virtual(site).stream(), machines(site)).toList();
    }

    /** The virtual ones. */
    static List<PlacedAddress> virtual(Site site) {
        List<Ipv4Address> addresses = site.virtualAddress().addresses();
        return IntStream.range(0, addresses.size())
                .mapToObj(index -> new PlacedAddress(path(site, index), addresses.get(index)))
                .toList();
    }

    /** A file with one address may say it in short, without a list. */
    private static String path(Site site, int index) {
        return site.virtualAddress().isShared() ? "virtual-address.addresses[" + index + "]" : "virtual-address";
    }

    private static Stream<PlacedAddress> machines(Site site) {
        return site.machines().stream()
                .map(machine -> new PlacedAddress("machines." + machine.name() + ".address", machine.address()));
    }
}
