package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.ArrayList;
import java.util.List;

/** Two sites share neither an address nor a name nor a zone. */
final class SitesAreApart {
    private SitesAreApart() {}

    /** What in the site collides with the other one. */
    static List<Breach> check(Site site, Site other) {
        List<Breach> breaches = new ArrayList<>();
        if (site.name().equals(other.name())) {
            breaches.add(Breach.error("name", "another site of this check is named " + site.name() + " too"));
        } else if (site.domain().equals(other.domain())) {
            String message = site.domain() + " is also the domain of " + other.name()
                    + ", and one zone cannot have two sites' DNS servers";
            breaches.add(Breach.error("domain", message).suggesting(site.name().value()));
        }
        for (PlacedAddress here : PlacedAddress.of(site)) {
            PlacedAddress.of(other).stream()
                    .filter(there -> there.address().equals(here.address()))
                    .map(there -> here.address() + " is also " + there.path() + " of " + other.name())
                    .forEach(message -> breaches.add(Breach.error(here.path(), message)));
        }
        return breaches;
    }
}
