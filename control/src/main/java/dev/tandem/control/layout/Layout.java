package dev.tandem.control.layout;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * A site resolved: who does what, and who talks to whom. Equal sites have equal layouts.
 *
 * @param flows every connection that the site needs between machines or from users, each once
 */
public record Layout(Site site, List<Flow> flows) {
    /**
     * The system user that prepares faster starts of the application server. It is not the application's, who must not be able to say what
     * the next start loads, and root takes nothing from it.
     */
    public static final String TRAINEE = "tandem-train";

    /**
     * The system user that a release's migration runs as. It is not the application's: what runs as that one could read of the migration
     * what it logs in with, and with it alter tables.
     */
    public static final String MIGRATOR = "tandem-migration";

    /** The system user that looks for keepalived whether HAProxy answers (keepalived.conf(5), script_user). */
    public static final String HEALTH_CHECKER = "keepalived_script";

    /** The system user of an application machine's way to the databases. It is not HAProxy's of a balancer on the same machine. */
    public static final String ROUTER_USER = "tandem-router";

    private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

    public Layout {
        flows = List.copyOf(flows);
    }

    /** Resolves a site whose rules all hold. */
    public static Layout of(Site site) {
        return new Layout(site, Flows.of(site));
    }

    public List<Machine> machines() {
        return site.machines();
    }

    /** Throws NoSuchElementException when the site has no such machine. */
    public Machine machine(MachineName name) {
        return site.machines().stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the site has no machine '" + name + "'"));
    }

    /** The machines that hold the data. Which of them is the primary at a moment is not drawn: their agents decide that. */
    public List<Machine> databases() {
        return site.machinesWith(Role.DATABASE);
    }

    /** The machines that vote (run etcd), three of them or one; a majority decides. */
    public List<Machine> voters() {
        return site.voters();
    }

    /** The machine whose zone the other DNS machines copy. */
    public Machine dnsPrimary() {
        return site.machinesWith(Role.DNS).getFirst();
    }

    public List<Machine> dnsSecondaries() {
        return site.machinesWith(Role.DNS).stream().skip(1).toList();
    }

    /** The endpoints of a service that a machine opens connections to, in the order of the file. */
    public List<Endpoint> reachedFrom(MachineName machine, Service service) {
        Peer peer = new Peer.OnMachine(machine);
        return flows.stream()
                .filter(flow -> flow.from().equals(peer) && flow.service() == service)
                .map(flow -> endpoint(machine(flow.to()), service))
                .toList();
    }

    /** The machines that open connections to a service of this machine, in the order of the file. */
    public List<Machine> reaching(MachineName machine, Service service) {
        return machines().stream()
                .filter(source -> reachedFrom(source.name(), service).stream()
                        .anyMatch(endpoint -> endpoint.machine().equals(machine)))
                .toList();
    }

    /** The machines that offer a service to anybody, in the order of the file. */
    public List<Machine> offering(Service service) {
        return machines().stream()
                .filter(machine ->
                        flows.stream().anyMatch(flow -> flow.to().equals(machine.name()) && flow.service() == service))
                .toList();
    }

    /** Everything that a machine offers to anybody, each service once. */
    public List<Service> offeredBy(MachineName machine) {
        return flows.stream()
                .filter(flow -> flow.to().equals(machine))
                .map(Flow::service)
                .distinct()
                .toList();
    }

    /** Who may open connections to a service of a machine, in the order of the file. */
    public List<Peer> peersOf(MachineName machine, Service service) {
        return flows.stream()
                .filter(flow -> flow.to().equals(machine) && flow.service() == service)
                .map(Flow::from)
                .toList();
    }

    /** The port of a service on every machine. Throws IllegalArgumentException for what has no ports. */
    public Port port(Service service) {
        return service == Service.SSH ? site.ssh().port() : service.port();
    }

    /** Where the machine itself offers the service. */
    public Endpoint endpoint(Machine machine, Service service) {
        return new Endpoint(machine.name(), machine.address(), port(service));
    }

    /**
     * The addresses at which a machine offers a service; empty for SSH, which is there at whatever address the machine has, so that an
     * admin gets in by another network card too.
     */
    public List<Ipv4Address> addressesOf(Machine machine, Service service) {
        return switch (service) {
            case SSH -> List.of();
            case HTTP, HTTPS ->
                Stream.concat(virtualAddresses().stream(), Stream.of(machine.address()))
                        .toList();
            case DNS,
                    DNS_TRANSFER,
                    VRRP,
                    BALANCER_METRICS,
                    WEB,
                    WEB_DETOUR,
                    RUNNER,
                    ROUTER,
                    ROUTER_READS,
                    DATABASE,
                    REPLICATION,
                    AGENT,
                    CONSENSUS,
                    CONSENSUS_MEMBERS -> List.of(machine.address());
        };
    }

    /** Where the machine itself finds a service that it also, or only, offers to itself: nothing of that leaves the machine. */
    public Endpoint ownEndpoint(Machine machine, Service service) {
        return new Endpoint(machine.name(), LOOPBACK, port(service));
    }

    /** Where users find the site: one address, or several. */
    public List<Ipv4Address> virtualAddresses() {
        return site.virtualAddress().addresses();
    }

    /** The balancers in the order in which they should have a virtual address: the first one that is well. */
    public List<Machine> homes(Ipv4Address virtualAddress) {
        List<Machine> balancers = new ArrayList<>(site.machinesWith(Role.BALANCER));
        // The first address is at home on the first balancer, the second on the second.
        Collections.rotate(balancers, -virtualAddresses().indexOf(virtualAddress));
        return List.copyOf(balancers);
    }

    /** For whom the limits of one address do not hold: admins, and whom the site's file exempts. Each once. */
    public List<Ipv4Network> unlimitedNetworks() {
        return Stream.concat(site.adminNetworks().stream(), site.balancer().limits().exempt().stream())
                .distinct()
                .toList();
    }

    /** The folder of the site's releases on application machines. */
    public String siteFolder() {
        return "/srv/" + site.name();
    }

    /** The system user that the application runs as. */
    public String applicationUser() {
        return "tandem-app";
    }
}
