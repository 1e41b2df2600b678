package dev.tandem.control.render.nginx;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * nginx's configuration on one web machine.
 *
 * @param listen where the balancers reach it
 * @param balancers the only ones whose word about the client is taken
 * @param runners the application servers, with the machine's own first
 * @param own the machine's own application server; empty on a machine that has none
 * @param healthPath what balancers ask to judge this machine
 * @param maximumBody bytes
 * @param staticMaxAge seconds
 * @param answerWithin milliseconds
 */
@JStache(path = "dev/tandem/control/render/nginx/nginx.conf.mustache")
record NginxConfiguration(
        DomainName site,
        String publicFolder,
        Endpoint listen,
        List<Ipv4Address> balancers,
        List<Runner> runners,
        List<Endpoint> own,
        String healthPath,
        long maximumBody,
        long staticMaxAge,
        long answerWithin) {
    /**
     * An application server.
     *
     * @param waits whether it is asked only when the machine's own does not take the connection
     */
    record Runner(Endpoint endpoint, boolean waits) {}

    static NginxConfiguration of(Layout layout, Machine machine) {
        Site site = layout.site();
        List<Endpoint> all = layout.reachedFrom(machine.name(), Service.RUNNER);
        List<Endpoint> own = all.stream()
                .filter(endpoint -> endpoint.machine().equals(machine.name()))
                .toList();
        return new NginxConfiguration(
                site.name(),
                layout.siteFolder() + "/current/public",
                layout.endpoint(machine, Service.WEB),
                layout.reaching(machine.name(), Service.WEB).stream()
                        .map(Machine::address)
                        .toList(),
                all.stream()
                        .map(endpoint -> new Runner(endpoint, !own.isEmpty() && !own.contains(endpoint)))
                        .toList(),
                own,
                pathOnly(site.balancer().health().path()),
                site.web().maximumBody().bytes(),
                site.web().staticMaxAge().toSeconds(),
                site.balancer().timeouts().server().toMillis());
    }

    /** The upstream that stands for this machine when a balancer judges it. */
    String judged() {
        return own.isEmpty() ? "application" : "own_application";
    }

    /** A location is a path; what follows a question mark is not part of it. */
    private static String pathOnly(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
