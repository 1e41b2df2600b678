package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.ArrayList;
import java.util.List;

/** No two machines have one address, and none has the virtual one. */
final class AddressesDiffer implements Rule {
    @Override
    public List<Breach> check(Site site) {
        List<PlacedAddress> all = PlacedAddress.of(site);
        List<Breach> breaches = new ArrayList<>();
        for (int later = 1; later < all.size(); later++) {
            PlacedAddress here = all.get(later);
            all.subList(0, later).stream()
                    .filter(other -> other.address().equals(here.address()))
                    .map(other -> Breach.error(here.path(), here.address() + " is also " + other.path())
                            .restingOn(other.path()))
                    .forEach(breaches::add);
        }
        return breaches;
    }
}
