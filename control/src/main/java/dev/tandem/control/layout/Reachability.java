package dev.tandem.control.layout;

import dev.tandem.control.layout.Knock.Expected;
import dev.tandem.control.layout.Service.Transport;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which ports of the site open to whom, as the list of flows has it; everything else stays shut. Pure. */
public final class Reachability {
    /**
     * Ports that nothing of the site uses, but that something on a machine might offer: portmap, node exporter, MySQL's second.
     */
    private static final List<Integer> SAMPLE = List.of(111, 9100, 33060);

    private static final String VIRTUAL_ADDRESS = "virtual address";

    private final Layout layout;

    public Reachability(Layout layout) {
        this.layout = layout;
    }

    /** What a machine of the site finds at every port of every other machine. */
    public List<Knock> from(Machine machine) {
        Set<Peer> peers = Set.of(new Peer.OnMachine(machine.name()), new Peer.Users());
        return layout.machines().stream()
                .filter(target -> !target.equals(machine))
                .flatMap(target -> at(target, peers, Expected.SILENT).stream())
                .toList();
    }

    /**
     * What the users of a machine find on it and on all others, each by his own programs: what the list of programs has, and nothing
     * else of what the site has to itself.
     *
     * @return knocks by user, in a fixed order
     */
    public Map<String, List<Knock>> inside(Machine machine) {
        Map<String, List<Knock>> knocks = new LinkedHashMap<>();
        for (String user : Programs.users(layout, machine)) {
            List<Program> programs = Programs.on(layout, machine).stream()
                    .filter(program -> program.user().equals(user))
                    .toList();
            knocks.put(user, inside(machine, programs));
        }
        return knocks;
    }

    private List<Knock> inside(Machine machine, List<Program> programs) {
        Map<String, Ipv4Address> places = new LinkedHashMap<>();
        layout.machines().forEach(each -> places.put(each.name().value(), each.address()));
        Endpoint loopback = layout.ownEndpoint(machine, Service.RUNNER);
        places.put(loopback.address().toString(), loopback.address());
        List<Knock> knocks = new ArrayList<>();
        places.forEach((place, address) -> Programs.internal().stream()
                .collect(Collectors.groupingBy(
                        service -> layout.port(service).value(), TreeMap::new, Collectors.toList()))
                .forEach((port, services) ->
                        knocks.add(inside(new Door(place, address, new Port(port), false), services, programs))));
        return knocks;
    }

    private static Knock inside(Door door, List<Service> services, List<Program> programs) {
        return programs.stream()
                .filter(program -> services.contains(program.asks())
                        && program.targets().stream()
                                .anyMatch(target -> target.address().equals(door.address())))
                .findFirst()
                .map(program -> new Knock(door, program.asks().words(), open(program.asks())))
                .orElseGet(() -> new Knock(door, services.getFirst().words(), Expected.SHUT));
    }

    /** What a user finds who is nobody special, and between whom and the site no network answers in its place. */
    public List<Knock> byAnybody() {
        return fromOutside(Set.of(new Peer.Users()), Expected.SILENT);
    }

    /** What somebody in an admin network finds; networks in between may refuse where the site would be silent. */
    public List<Knock> byAnAdmin() {
        return fromOutside(Set.of(new Peer.Users(), new Peer.Admins()), Expected.SHUT);
    }

    private List<Knock> fromOutside(Set<Peer> peers, Expected otherwise) {
        List<Knock> knocks = new ArrayList<>();
        layout.machines().forEach(target -> knocks.addAll(at(target, peers, otherwise)));
        layout.virtualAddresses().forEach(address -> knocks.addAll(at(address, otherwise)));
        return knocks;
    }

    /** SSH is not looked for here: whichever balancer owns the address lets admins in at it, as at its own. */
    private List<Knock> at(Ipv4Address virtualAddress, Expected otherwise) {
        String place = layout.site().virtualAddress().isShared() ? virtualAddress.toString() : VIRTUAL_ADDRESS;
        List<Knock> knocks = new ArrayList<>();
        ports().forEach((port, services) -> {
            if (!services.contains(Service.SSH)) {
                Door door = new Door(place, virtualAddress, new Port(port), false);
                boolean opens = services.contains(Service.HTTP) || services.contains(Service.HTTPS);
                knocks.add(new Knock(door, words(services), opens ? Expected.OPEN : otherwise));
            }
        });
        return knocks;
    }

    private List<Knock> at(Machine target, Set<Peer> peers, Expected otherwise) {
        List<Knock> knocks = new ArrayList<>();
        ports().forEach((port, services) -> knocks.add(services.stream()
                .filter(service ->
                        layout.peersOf(target.name(), service).stream().anyMatch(peers::contains))
                .findFirst()
                .map(service -> new Knock(door(target, port), service.words(), open(service)))
                .orElseGet(() -> new Knock(door(target, port), words(services), otherwise))));
        if (target.has(Role.DNS)) {
            Door door = new Door(target.name().value(), target.address(), Service.DNS.port(), true);
            knocks.add(new Knock(door, Service.DNS.words(), Expected.OPEN));
        }
        return knocks;
    }

    private static Door door(Machine target, int port) {
        return new Door(target.name().value(), target.address(), new Port(port), false);
    }

    private static Expected open(Service service) {
        return service.isGated() ? Expected.GATED : Expected.OPEN;
    }

    private static String words(List<Service> services) {
        return services.isEmpty() ? "" : services.getFirst().words();
    }

    private static List<Service> both(List<Service> some, List<Service> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Every TCP port of every service, whether it is offered or not, and the sample. */
    private SortedMap<Integer, List<Service>> ports() {
        SortedMap<Integer, List<Service>> ports = new TreeMap<>();
        SAMPLE.forEach(port -> ports.put(port, List.of()));
        Arrays.stream(Service.values())
                .filter(service -> service.transport() != Transport.VRRP)
                .forEach(service -> ports.merge(layout.port(service).value(), List.of(service), Reachability::both));
        return ports;
    }
}
