package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.List;

/** What one address may hold of a balancer's connections is at most half of them. */
final class OneAddressHasAShare implements Rule {
    @Override
    public List<Breach> check(Site site) {
        int all = site.balancer().maximumConnections();
        int one = site.balancer().limits().connections();
        if (one <= all / 2) {
            return List.of();
        }
        String message = "one address may hold " + one + " of the " + all
                + " connections that a balancer takes (balancer.maximum-connections); leave more for others, such as with "
                + Math.max(1, all / 10);
        return List.of(
                Breach.warning("balancer.limits.connections", message).restingOn("balancer.maximum-connections"));
    }
}
