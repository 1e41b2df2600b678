package dev.tandem.control.render.router;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * The router's configuration on one application machine. It lists all databases alike: their agents say which one is the
 * primary.
 *
 * @param maximumConnections as many as one database takes, on each of the two ports
 */
@JStache(path = "dev/tandem/control/render/router/router.cfg.mustache")
record RouterConfiguration(DomainName site, Port agentPort, List<Server> servers, int maximumConnections) {
    /** One database, and the name that its agent's certificate is made out to. */
    record Server(MachineName machine, Endpoint endpoint, String agentName) {
        private static Server of(Endpoint endpoint) {
            CertificateName agent = new CertificateName(endpoint.machine(), CertificateUse.AGENT);
            return new Server(endpoint.machine(), endpoint, agent.internalName());
        }
    }

    static RouterConfiguration of(Layout layout, Machine machine) {
        return new RouterConfiguration(
                layout.site().name(),
                layout.port(Service.AGENT),
                layout.reachedFrom(machine.name(), Service.DATABASE).stream()
                        .map(Server::of)
                        .toList(),
                layout.site().database().maximumConnections());
    }

    InstalledCertificate identity() {
        return RouterRenderer.IDENTITY;
    }

    Port writePort() {
        return Service.ROUTER.port();
    }

    Port readPort() {
        return Service.ROUTER_READS.port();
    }

    int processConnections() {
        return 2 * maximumConnections + 50;
    }
}
