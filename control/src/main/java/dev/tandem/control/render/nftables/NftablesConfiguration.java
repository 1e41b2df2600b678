package dev.tandem.control.render.nftables;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Peer;
import dev.tandem.control.layout.Program;
import dev.tandem.control.layout.Programs;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.FirewallFiles;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one machine lets in and out.
 *
 * @param routers whether it believes who says that he is the network's router
 * @param incoming what it offers, and to whom
 * @param outgoing what its programs may begin, towards other machines and this one
 * @param machines the addresses of all machines of the site
 * @param internal the ports of what nobody else may ask, on this machine and the others
 * @param ssh the port of SSH, which nobody but root may ask from the machine itself
 * @param confined the users whose programs may begin nothing else at all
 * @param open whether other programs may talk to the world: the application may have to
 * @param crowd how many connections it takes of each address; null where only machines of the site and admins may come
 * @param names the address at which it answers for the site's zone; null where it does not
 * @param former null where there is no router
 */
@JStache(path = "dev/tandem/control/render/nftables/nftables.conf.mustache")
record NftablesConfiguration(
        DomainName site,
        MachineName machine,
        boolean routers,
        List<Incoming> incoming,
        List<Outgoing> outgoing,
        String machines,
        String internal,
        Port ssh,
        String confined,
        boolean open,
        @Nullable Crowd crowd,
        @Nullable String names,
        @Nullable FormerRouter former) {
    /**
     * Twice as many connections as HAProxy takes of one address: whoever comes to more has been refused by HAProxy before, and shares that with
     * whoever shares the address.
     */
    private static final int CONNECTIONS_A_REQUEST = 2;

    /** The time over which HAProxy counts. */
    private static final int BURST_SECONDS = 10;

    /**
     * A service of this machine.
     *
     * @param anybody whether everybody may come
     * @param sources who may come, otherwise
     * @param anywhere whether it is there at whatever address this machine has
     * @param targets at which of them it is, otherwise
     */
    record Incoming(String name, String match, boolean anybody, String sources, boolean anywhere, String targets) {}

    /** What one user's programs may begin. */
    record Outgoing(String name, String user, String targets, String match) {}

    /**
     * How many connections an address may open before no more are let in from it.
     *
     * @param ports of what everybody may use, by TCP
     * @param exempt for whom the limits do not hold
     * @param perSecond on average
     * @param burst at once
     */
    record Crowd(String ports, String exempt, int perSecond, int burst) {}

    /**
     * What the router asked when it ran as HAProxy's user.
     *
     * @param folder where it is said that it does so no more
     */
    record FormerRouter(String folder, List<Outgoing> asks) {}

    static NftablesConfiguration of(Layout layout, Machine machine) {
        List<Program> programs = Programs.on(layout, machine);
        return new NftablesConfiguration(
                layout.site().name(),
                machine.name(),
                layout.site().routerAdvertisements() == Site.RouterAdvertisements.ACCEPT,
                incoming(layout, machine),
                programs.stream()
                        .filter(program -> !program.targets().isEmpty())
                        .map(program -> outgoing(layout, program))
                        .toList(),
                list(layout.machines().stream().map(Machine::address)),
                list(Programs.internal().stream().map(layout::port).distinct()),
                layout.port(Service.SSH),
                list(programs.stream()
                        .filter(Program::confined)
                        .map(program -> "\"" + program.user() + "\"")
                        .distinct()),
                machine.has(Role.APP),
                crowd(layout, machine),
                layout.offeredBy(machine.name()).contains(Service.DNS)
                        ? machine.address().toString()
                        : null,
                former(layout, programs));
    }

    private static @Nullable Crowd crowd(Layout layout, Machine machine) {
        List<Service> open = layout.offeredBy(machine.name()).stream()
                .filter(service -> layout.peersOf(machine.name(), service).contains(new Peer.Users()))
                .toList();
        if (open.isEmpty()) {
            return null;
        }
        int perSecond =
                Math.multiplyExact(layout.site().balancer().limits().requestsPerSecond(), CONNECTIONS_A_REQUEST);
        return new Crowd(
                list(open.stream().map(layout::port)),
                list(layout.unlimitedNetworks().stream()),
                perSecond,
                Math.multiplyExact(perSecond, BURST_SECONDS));
    }

    private static @Nullable FormerRouter former(Layout layout, List<Program> programs) {
        List<Outgoing> asks = programs.stream()
                .filter(program -> program.user().equals(Layout.ROUTER_USER))
                .map(program -> outgoing(layout, program))
                .toList();
        return asks.isEmpty() ? null : new FormerRouter(FirewallFiles.FOLDER, asks);
    }

    private static List<Incoming> incoming(Layout layout, Machine machine) {
        List<Incoming> incoming = new ArrayList<>();
        for (Service service : layout.offeredBy(machine.name())) {
            List<Peer> peers = layout.peersOf(machine.name(), service);
            boolean anybody = peers.contains(new Peer.Users());
            Stream<String> sources = peers.stream().flatMap(peer -> sources(layout, peer));
            List<Ipv4Address> targets = layout.addressesOf(machine, service);
            incoming.add(new Incoming(
                    service.words(),
                    match(layout, service),
                    anybody,
                    list(sources),
                    targets.isEmpty(),
                    list(targets.stream())));
        }
        return incoming;
    }

    private static Stream<String> sources(Layout layout, Peer peer) {
        return switch (peer) {
            case Peer.Users _ -> Stream.empty();
            case Peer.Admins _ -> layout.site().adminNetworks().stream().map(Ipv4Network::toString);
            case Peer.OnMachine on ->
                Stream.of(layout.machine(on.machine()).address().toString());
        };
    }

    private static Outgoing outgoing(Layout layout, Program program) {
        return new Outgoing(
                program.asks().words(),
                program.user(),
                list(program.targets().stream().map(Endpoint::address)),
                match(layout, program.asks()));
    }

    private static String list(Stream<?> words) {
        return words.map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String match(Layout layout, Service service) {
        return switch (service.transport()) {
            case TCP -> "tcp dport " + layout.port(service);
            case TCP_AND_UDP -> "meta l4proto { tcp, udp } th dport " + layout.port(service);
            case VRRP -> "ip protocol 112";
        };
    }
}
