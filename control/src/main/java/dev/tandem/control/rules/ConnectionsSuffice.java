package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.List;

/** One database alone takes all connections of all application servers, those meant for a replica included. */
final class ConnectionsSuffice implements Rule {
    @Override
    public List<Breach> check(Site site) {
        int servers = site.machinesWith(Role.APP).size();
        int needed = 2 * servers * site.application().connections();
        int taken = site.database().maximumConnections();
        if (needed <= taken) {
            return List.of();
        }
        String message = "when one database serves alone, " + servers + " application servers want " + needed
                + " connections of it, but database.maximum-connections is " + taken;
        return List.of(Breach.warning("application.connections", message)
                .restingOn("database.maximum-connections", "machines.*.roles"));
    }
}
