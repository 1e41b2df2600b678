package dev.tandem.control.model;

import dev.tandem.protocol.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One site: everything that site.yaml says, with its defaults filled in.
 *
 * @param name the host name that users type, for instance {@code www.foobar.com}; it also names the site's folder on the
 *     machines and its lab
 * @param domain the zone that the site's DNS servers answer for, for instance {@code foobar.com}
 * @param network the network of all machines
 * @param virtualAddress where users are sent to; one balancer at a time owns an address
 * @param machines in the order of the file; the first machine with a role leads it (first DNS machine: primary of the
 *     zone; first balancer: preferred owner; first database machine: primary when the site is made)
 * @param adminNetworks where admins work from: the limits for users do not hold for them
 * @param routerAdvertisements what machines do with what a router of the network says of IPv6
 */
public record Site(
        DomainName name,
        DomainName domain,
        Ipv4Network network,
        VirtualAddress virtualAddress,
        List<Machine> machines,
        List<Ipv4Network> adminNetworks,
        RouterAdvertisements routerAdvertisements,
        Ssh ssh,
        Dns dns,
        Tls tls,
        Balancer balancer,
        Web web,
        Application application,
        Database database,
        DrillLimits limits) {
    /** The majority of three survives the death of any one, and each more would make every decision slower. */
    public static final int VOTERS = 3;

    /** Whether machines take an IPv6 address, a way out and name servers from whoever says that it is a router (RFC 4861, 4.2). */
    public enum RouterAdvertisements {
        REFUSE,
        ACCEPT
    }

    public Site {
        machines = List.copyOf(machines);
        adminNetworks = List.copyOf(adminNetworks);
    }

    /** The same site, with admins who come from one more network and in another way. */
    public Site administered(Ipv4Network from, Ssh by) {
        List<Ipv4Network> networks = Stream.concat(adminNetworks.stream(), Stream.of(from))
                .distinct()
                .toList();
        return new Site(
                name,
                domain,
                this.network,
                virtualAddress,
                machines,
                networks,
                routerAdvertisements,
                by,
                dns,
                tls,
                balancer,
                web,
                application,
                database,
                limits);
    }

    /** The same site, with users' connections encrypted in another way. */
    public Site with(Tls other) {
        return new Site(
                name,
                domain,
                network,
                virtualAddress,
                machines,
                adminNetworks,
                routerAdvertisements,
                ssh,
                dns,
                other,
                balancer,
                web,
                application,
                database,
                limits);
    }

    /** The machines that have the role, in the order of the file. */
    public List<Machine> machinesWith(Role role) {
        return machines.stream()
                .filter(machine -> machine.roles().contains(role))
                .toList();
    }

    /**
     * The machines that could vote (run etcd), in the order in which they are chosen: those that were named for it first; then
     * balancers, which do little with their disks; then database machines.
     */
    public List<Machine> candidates() {
        return Stream.of(Role.WITNESS, Role.BALANCER, Role.DATABASE)
                .flatMap(role -> machinesWith(role).stream())
                .distinct()
                .toList();
    }

    /**
     * The machines that vote: three of the candidates, or one where there are not three. Of two, one votes: with both, the death
     * of either would be the end of the majority.
     */
    public List<Machine> voters() {
        List<Machine> candidates = candidates();
        return candidates.subList(0, candidates.size() < VOTERS ? Math.min(1, candidates.size()) : VOTERS);
    }

    /** The roles that no machine may be missing from a site. */
    public static Set<Role> neededRoles() {
        return EnumSet.complementOf(EnumSet.of(Role.WITNESS));
    }
}
