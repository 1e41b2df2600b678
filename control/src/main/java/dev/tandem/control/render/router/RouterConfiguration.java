package dev.tandem.control.render.router;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * The router's configuration on one application machine.
 *
 * @param maximumConnections as many as one database takes, on each of the two ports
 */
@JStache(path = "dev/tandem/control/render/router/router.cfg.mustache")
record RouterConfiguration(
        DomainName site, MachineName primaryName, Endpoint primary, List<Endpoint> replicas, int maximumConnections) {
    static RouterConfiguration of(Layout layout, Machine machine) {
        List<Endpoint> databases = layout.reachedFrom(machine.name(), Service.DATABASE);
        Endpoint primary = layout.endpoint(layout.primary(), Service.DATABASE);
        return new RouterConfiguration(
                layout.site().name(),
                primary.machine(),
                primary,
                databases.stream().filter(database -> !database.equals(primary)).toList(),
                layout.site().database().maximumConnections());
    }

    int processConnections() {
        return 2 * maximumConnections + 50;
    }
}
