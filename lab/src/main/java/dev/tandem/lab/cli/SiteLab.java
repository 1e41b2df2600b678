package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.lab.plan.Ipv4Network;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a site's lab consists of: the site's machines, and a client that is only a user. Pure. */
public final class SiteLab {
    /** The machine that is only a user of the site. */
    static final MachineName CLIENT = new MachineName("client");

    private SiteLab() {}

    /** The lab as {@code up} makes it. Throws CommandFailure when the site leaves no name or address for the client. */
    public static LabPlan plan(LabName name, Site site, Set<String> packages, String publicKey) {
        if (site.machines().stream().anyMatch(machine -> machine.name().equals(CLIENT))) {
            throw new CommandFailure(
                    Exit.USAGE, "machines.client: in the lab that is the name of the machine that is only a user");
        }
        return new LabPlan(
                name,
                Ipv4Network.parse(site.network().toString()),
                literal(adminAddress(site)),
                site.machines().stream()
                        .map(machine -> new LabMachine(machine.name(), literal(machine.address())))
                        .toList(),
                new LabMachine(CLIENT, literal(clientAddress(site))),
                resolvers(site),
                packages,
                publicKey);
    }

    /** The lab's own end of its bridge. */
    static Ipv4Address adminAddress(Site site) {
        return freeAddress(site, 0);
    }

    static Ipv4Address clientAddress(Site site) {
        return freeAddress(site, 1);
    }

    /** Whether a host can be in the site's lab: an address of its network. */
    static boolean holds(Site site, String host) {
        return Ipv4Address.FORM.matcher(host).matches() && site.network().contains(Ipv4Address.parse(host));
    }

    private static List<Inet4Address> resolvers(Site site) {
        return site.machinesWith(Role.DNS).stream()
                .map(machine -> literal(machine.address()))
                .toList();
    }

    /** The highest address of the network that the site has no use for, after skipping some. */
    private static Ipv4Address freeAddress(Site site, int skip) {
        Set<Ipv4Address> taken =
                new HashSet<>(site.machines().stream().map(Machine::address).toList());
        taken.addAll(site.virtualAddress().addresses());
        int skipped = 0;
        for (int bits = site.network().broadcast().bits() - 1; ; bits--) {
            Ipv4Address candidate = new Ipv4Address(bits);
            if (!site.network().isUsable(candidate)) {
                throw new CommandFailure(
                        Exit.USAGE, "network: " + site.network() + " has no two free addresses for the lab's own use");
            }
            if (!taken.contains(candidate) && skipped++ == skip) {
                return candidate;
            }
        }
    }

    private static Inet4Address literal(Ipv4Address address) {
        return Inet4Address.ofLiteral(address.toString());
    }
}
