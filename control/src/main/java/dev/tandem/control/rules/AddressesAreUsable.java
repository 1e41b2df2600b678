package dev.tandem.control.rules;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network may hold machines, and every address is one that a machine in it can have. */
final class AddressesAreUsable implements Rule {
    /** Ranges in which no machine can have an address that others reach (RFC 6890, 2.2.2; RFC 5771 for multicast). */
    private static final List<Range> RESERVED = List.of(
            new Range("0.0.0.0", "0.255.255.255", "means \"this network\""),
            new Range("127.0.0.0", "127.255.255.255", "is the loopback of each machine"),
            new Range("169.254.0.0", "169.254.255.255", "is link-local"),
            new Range("224.0.0.0", "239.255.255.255", "is multicast"),
            new Range("240.0.0.0", "255.255.255.255", "is reserved"));

    private record Range(Ipv4Address first, Ipv4Address last, String meaning) {
        Range(String first, String last, String meaning) {
            this(Ipv4Address.parse(first), Ipv4Address.parse(last), meaning);
        }

        boolean touches(Ipv4Network network) {
            return network.base().compareTo(last) <= 0 && network.broadcast().compareTo(first) >= 0;
        }
    }

    @Override
    public List<Breach> check(Site site) {
        List<Breach> breaches = new ArrayList<>();
        RESERVED.stream()
                .filter(range -> range.touches(site.network()))
                .map(range -> site.network() + " cannot hold machines: " + range.first() + " to " + range.last() + " "
                        + range.meaning())
                .forEach(
                        message -> breaches.add(Breach.error("network", message).suggesting("10.80.0.0/24")));
        for (PlacedAddress placed : placed(site)) {
            objection(placed.address(), site.network())
                    .map(message -> Breach.error(placed.path(), message).restingOn("network"))
                    .ifPresent(breaches::add);
        }
        return breaches;
    }

    /** All addresses; a hook may bring one from anywhere, so where there is one, only the machines'. */
    private static List<PlacedAddress> placed(Site site) {
        List<PlacedAddress> placed = new ArrayList<>(PlacedAddress.of(site));
        if (site.virtualAddress().hook().isPresent()) {
            placed.removeAll(PlacedAddress.virtual(site));
        }
        return placed;
    }

    private static Optional<String> objection(Ipv4Address address, Ipv4Network network) {
        if (!network.contains(address)) {
            return Optional.of(address + " is not in the network " + network);
        }
        if (address.equals(network.base())) {
            return Optional.of(address + " is the address of the network itself; a machine cannot have it");
        }
        if (address.equals(network.broadcast())) {
            return Optional.of(address + " is the broadcast address of " + network + "; a machine cannot have it");
        }
        return Optional.empty();
    }
}
