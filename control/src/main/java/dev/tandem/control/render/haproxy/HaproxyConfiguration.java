package dev.tandem.control.render.haproxy;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Maintenance;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Balancer;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.WebRotation;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's configuration on one balancer.
 *
 * @param identity what the balancer shows to web servers
 * @param unlimited for whom the limits do not hold
 * @param silentServerScript what turns away from a machine that is silent; null where there is no other one
 */
@JStache(path = "dev/tandem/control/render/haproxy/haproxy.cfg.mustache")
record HaproxyConfiguration(
        DomainName site,
        DomainName domain,
        MachineName machine,
        Ipv4Address address,
        List<Ipv4Address> virtualAddresses,
        Port plainPort,
        Port port,
        Port metricsPort,
        String certificate,
        InstalledCertificate identity,
        String unlimited,
        String admins,
        String maintenance,
        String pages,
        @Nullable String silentServerScript,
        long hstsSeconds,
        long maximumBody,
        Balancer balancer,
        List<Server> servers) {
    /** How long a check may take: a server that is slower than this is not fit for users. */
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(2);

    private static final int FLOOD = 10;

    /** More than an application server takes (256), so that it is asked and not guessed; and as many static files beside. */
    private static final int REQUESTS_OF_SERVER = 500;

    /** Kept-open connections to one server that wait for a request (pool-max-conn). */
    private static final int IDLE_OF_SERVER = 200;

    /** The way from port 80 to HTTPS is short: no more of them are needed at a time. */
    private static final int PLAIN = 1_000;

    /** What asks "frontend management": keepalived, status, a collector of metrics. */
    private static final int OWN = 200;

    /** HAProxy's own default. */
    private static final int STREAMS_AT_ONCE = 100;

    /** The manual: "values around 1000 may already cause frequent renewal without perceptible latency to most clients". */
    private static final int STREAMS_OF_CONNECTION = 1_000;

    /** One in so many of an address's requests may be a large body on its way. */
    private static final int UPLOADS = 5;

    /** What a stick-table counts by. */
    private static final String SOURCE = "src,ipmask(32,64)";

    /**
     * One web machine.
     *
     * @param waits whether it gets requests only when every other server is down
     */
    record Server(MachineName name, Ipv4Address address, Port port, boolean waits) {
        /** What its certificate must be made out to. */
        String certificateName() {
            return new CertificateName(name, CertificateUse.WEB).internalName();
        }
    }

    /**
     * What counts as a log-in.
     *
     * @param paths with blanks between them
     */
    record Login(String paths, int perMinute) {}

    static HaproxyConfiguration of(Layout layout, Machine machine) {
        Balancer balancer = layout.site().balancer();
        return new HaproxyConfiguration(
                layout.site().name(),
                layout.site().domain(),
                machine.name(),
                machine.address(),
                layout.virtualAddresses(),
                Service.HTTP.port(),
                Service.HTTPS.port(),
                Service.BALANCER_METRICS.port(),
                new InstalledCertificate(CertificateUse.PUBLIC).identity(),
                HaproxyRenderer.IDENTITY,
                words(layout.unlimitedNetworks()),
                words(layout.site().adminNetworks()),
                Maintenance.FILE,
                HaproxyRenderer.PAGES,
                SilentServers.script(layout, machine)
                        .map(file -> file.path().value())
                        .orElse(null),
                layout.site().tls().hsts().toSeconds(),
                layout.site().web().maximumBody().bytes(),
                balancer,
                servers(layout.reachedFrom(machine.name(), Service.WEB), balancer.mode()));
    }

    private static String words(List<Ipv4Network> networks) {
        return networks.stream().map(Ipv4Network::toString).collect(Collectors.joining(" "));
    }

    private static List<Server> servers(List<Endpoint> endpoints, Balancer.Mode mode) {
        return endpoints.stream()
                .map(endpoint -> new Server(
                        endpoint.machine(),
                        endpoint.address(),
                        endpoint.port(),
                        mode == Balancer.Mode.ACTIVE_PASSIVE && !endpoint.equals(endpoints.getFirst())))
                .toList();
    }

    String backend() {
        return WebRotation.BACKEND;
    }

    String machinesBackend() {
        return SilentServers.MACHINES;
    }

    /** Whether users may come by the domain's own name, too, which only leads to the site's. */
    boolean hasApex() {
        return !domain.equals(site);
    }

    int requestsPerTenSeconds() {
        return Math.multiplyExact(balancer.limits().requestsPerSecond(), 10);
    }

    /** Nobody comes to so many by mistake: from here on the connection is closed, and others are not taken for a while. */
    int floodPerTenSeconds() {
        return Math.multiplyExact(requestsPerTenSeconds(), FLOOD);
    }

    /** Null where the file names no path of a log-in. */
    @Nullable
    Login login() {
        Balancer.Login login = balancer.limits().login();
        return login.paths().isEmpty() ? null : new Login(String.join(" ", login.paths()), login.perMinute());
    }

    String source() {
        return SOURCE;
    }

    /** More would be answered with 429, which a browser does not ask again. */
    int streamsAtOnce() {
        return Math.min(STREAMS_AT_ONCE, balancer.limits().requestsAtOnce());
    }

    /** With as many requests again, each of which was answered with a refusal that nobody reads, an address gets no answer more. */
    int refusalsAtOnce() {
        return Math.multiplyExact(balancer.limits().requestsAtOnce(), 2);
    }

    int streamsOfConnection() {
        return STREAMS_OF_CONNECTION;
    }

    int uploadsAtOnce() {
        return Math.max(1, balancer.limits().requestsAtOnce() / UPLOADS);
    }

    int plainConnections() {
        return Math.min(PLAIN, balancer.maximumConnections());
    }

    /**
     * HAProxy's maxconn, of which it makes its limit of descriptors, twice as many. Users have one for each of their connections, and
     * each place at a server is one, whatever they do: a server has its places in two backends, and idle connections.
     */
    int connections() {
        int users = balancer.maximumConnections() + plainConnections() + OWN;
        int places = servers.size() * (2 * REQUESTS_OF_SERVER + IDLE_OF_SERVER);
        return Math.max(users, Math.ceilDiv(users + places, 2));
    }

    /** As many requests as one server gets at a time; more wait here for a moment. */
    int requestsOfServer() {
        return REQUESTS_OF_SERVER;
    }

    String connectTimeout() {
        return milliseconds(balancer.timeouts().connect());
    }

    String clientTimeout() {
        return milliseconds(balancer.timeouts().client());
    }

    String serverTimeout() {
        return milliseconds(balancer.timeouts().server());
    }

    String checkInterval() {
        return milliseconds(balancer.health().interval());
    }

    String checkTimeout() {
        Duration interval = balancer.health().interval();
        return milliseconds(interval.compareTo(LONGEST_CHECK) < 0 ? interval : LONGEST_CHECK);
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
