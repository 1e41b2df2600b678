package dev.tandem.control.render.router;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the router takes for true when it starts (HAProxy 3.0, {@code load-server-state-from-file}; the columns of {@code show servers
 * state}, management.txt 9.3): that no server serves, until this machine's agent or a check says so.
 */
@JStache(path = "dev/tandem/control/render/router/router-unknown.mustache")
record ServersUnknown(DomainName site, Port agentPort, List<Server> servers) {
    /** One server by its number in both of the router's lists. */
    record Server(int number, Endpoint endpoint) {}

    static ServersUnknown of(Layout layout, Machine machine) {
        List<Endpoint> databases = layout.reachedFrom(machine.name(), Service.DATABASE);
        return new ServersUnknown(
                layout.site().name(),
                layout.port(Service.AGENT),
                IntStream.range(0, databases.size())
                        .mapToObj(index -> new Server(index + 1, databases.get(index)))
                        .toList());
    }
}
