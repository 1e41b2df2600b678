package dev.tandem.control.rules;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Site;
import java.util.List;
import java.util.stream.Stream;

/** One address of a site and the path that it stands at. */
record PlacedAddress(String path, Ipv4Address address) {
    /** The virtual address, then the machines' in the order of the file. */
    static List<PlacedAddress> of(Site site) {
        return Stream.concat(
                        Stream.of(new PlacedAddress("virtual-address", site.virtualAddress())),
                        site.machines().stream()
                                .map(machine -> new PlacedAddress(
                                        "machines." + machine.name() + ".address", machine.address())))
                .toList();
    }
}
