package dev.tandem.control.render.nftables;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Peer;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one machine lets in and out.
 *
 * @param incoming what it offers, and to whom
 * @param outgoing what its services may begin
 * @param confined the users whose programs may begin nothing else
 * @param open whether other programs may talk to the world: the application may have to
 */
@JStache(path = "dev/tandem/control/render/nftables/nftables.conf.mustache")
record NftablesConfiguration(
        DomainName site,
        MachineName machine,
        List<Incoming> incoming,
        List<Outgoing> outgoing,
        String confined,
        boolean open) {

    /**
     * A service of this machine.
     *
     * @param anybody whether everybody may come
     * @param sources who may come, otherwise
     */
    record Incoming(String name, String match, boolean anybody, String sources) {}

    /** What one user's programs may begin. */
    record Outgoing(String name, String user, String targets, String match) {}

    /** A program that Debian's package runs as a user of its own, and the only service that it asks others for. */
    private record Program(Role role, String user, Service asks) {}

    private static final List<Program> PROGRAMS = List.of(
            new Program(Role.DNS, "knot", Service.DNS_TRANSFER),
            new Program(Role.BALANCER, "haproxy", Service.WEB),
            new Program(Role.WEB, "www-data", Service.RUNNER),
            new Program(Role.APP, "haproxy", Service.DATABASE),
            new Program(Role.APP, "haproxy", Service.AGENT),
            new Program(Role.DATABASE, "mysql", Service.REPLICATION));

    private static final Program VOTING = new Program(Role.WITNESS, "etcd", Service.CONSENSUS_MEMBERS);

    static NftablesConfiguration of(Layout layout, Machine machine) {
        List<Program> programs = programs(layout, machine);
        return new NftablesConfiguration(
                layout.site().name(),
                machine.name(),
                incoming(layout, machine),
                programs.stream()
                        .flatMap(program -> outgoing(layout, machine, program))
                        .distinct()
                        .toList(),
                programs.stream()
                        .map(program -> "\"" + program.user() + "\"")
                        .distinct()
                        .collect(Collectors.joining(", ")),
                machine.has(Role.APP));
    }

    private static List<Program> programs(Layout layout, Machine machine) {
        Stream<Program> ofRoles = PROGRAMS.stream().filter(program -> machine.has(program.role()));
        Stream<Program> ofVoters = layout.voters().contains(machine) ? Stream.of(VOTING) : Stream.empty();
        return Stream.concat(ofRoles, ofVoters).toList();
    }

    private static List<Incoming> incoming(Layout layout, Machine machine) {
        List<Incoming> incoming = new ArrayList<>();
        for (Service service : layout.offeredBy(machine.name())) {
            List<Peer> peers = layout.peersOf(machine.name(), service);
            boolean anybody = peers.contains(new Peer.Users());
            List<String> sources =
                    peers.stream().flatMap(peer -> sources(layout, peer)).toList();
            incoming.add(new Incoming(service.words(), match(layout, service), anybody, list(sources)));
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

    private static Stream<Outgoing> outgoing(Layout layout, Machine machine, Program program) {
        List<String> targets = layout.reachedFrom(machine.name(), program.asks()).stream()
                .map(Endpoint::address)
                .map(Object::toString)
                .toList();
        return targets.isEmpty()
                ? Stream.empty()
                : Stream.of(new Outgoing(
                        program.asks().words(), program.user(), list(targets), match(layout, program.asks())));
    }

    private static String list(List<String> words) {
        return String.join(", ", words);
    }

    private static String match(Layout layout, Service service) {
        return switch (service.transport()) {
            case TCP -> "tcp dport " + layout.port(service);
            case TCP_AND_UDP -> "meta l4proto { tcp, udp } th dport " + layout.port(service);
            case VRRP -> "ip protocol 112";
        };
    }
}
