package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.List;

/** The site's name lies in the zone that its DNS servers answer for; nobody else would answer for it. */
final class NameIsInDomain implements Rule {
    @Override
    public List<Breach> check(Site site) {
        if (site.name().isWithin(site.domain())) {
            return List.of();
        }
        return List.of(Breach.error("name", site.name() + " is not within the domain " + site.domain())
                .restingOn("domain"));
    }
}
