package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.List;

/** Every virtual address has a balancer to be at home on, and a VRRP router's number of its own. */
final class VirtualAddressesFit implements Rule {
    @Override
    public List<Breach> check(Site site) {
        List<Breach> breaches = new ArrayList<>();
        List<PlacedAddress> addresses = PlacedAddress.virtual(site);
        int balancers = site.machinesWith(Role.BALANCER).size();
        if (addresses.size() > 1 && addresses.size() > balancers) {
            String message = "each of the " + addresses.size() + " addresses is at home on another balancer, but "
                    + (balancers == 1 ? "one machine has" : balancers + " machines have") + " that role";
            breaches.add(Breach.error("virtual-address.addresses", message).restingOn("machines.*.roles"));
        }
        for (int index = 0; index < addresses.size(); index++) {
            checkRouter(addresses.get(index), addresses.subList(0, index), site, breaches);
        }
        return breaches;
    }

    /** keepalived's virtual_router_id is 1 to 255; it is taken from the address so that two sites differ. */
    private static void checkRouter(PlacedAddress here, List<PlacedAddress> earlier, Site site, List<Breach> breaches) {
        int router = here.address().lastByte();
        boolean usable =
                site.virtualAddress().hook().isPresent() || site.network().isUsable(here.address());
        if (usable && router == 0) {
            String message = here.address() + " ends in 0, but its last number is also the VRRP router's, 1 to 255";
            breaches.add(Breach.error(here.path(), message));
        }
        earlier.stream()
                .filter(other ->
                        other.address().lastByte() == router && !other.address().equals(here.address()))
                .map(other -> here.address() + " ends in " + router + " as " + other.path()
                        + " does, but its last number is also the VRRP router's, and two must differ")
                .forEach(message -> breaches.add(Breach.error(here.path(), message)));
    }
}
