package dev.tandem.lab.plan;

import dev.tandem.protocol.MachineName;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything a lab is made from. Equal plans make equal labs.
 *
 * @param name the lab's name on this computer
 * @param network the network that all addresses below belong to
 * @param adminAddress the lab's own end on its bridge; the command line speaks from it
 * @param machines the machines of the site
 * @param client one machine more that is only a user of the site
 * @param resolvers the DNS servers that the client asks: the site's own
 * @param packages Debian packages that the image must hold beside those that the lab itself needs
 * @param sshPublicKey the line of authorized_keys that may log in as root on every machine
 */
public record LabPlan(
        LabName name,
        Ipv4Network network,
        Inet4Address adminAddress,
        List<LabMachine> machines,
        LabMachine client,
        List<Inet4Address> resolvers,
        Set<String> packages,
        String sshPublicKey) {
    /** Debian policy, 5.6.1: names of packages. */
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");

    private static final Pattern PUBLIC_KEY = Pattern.compile("ssh-ed25519 [A-Za-z0-9+/=]+( [ -~]+)?");

    /** Throws IllegalArgumentException when two things have one name or one address, or an address lies outside. */
    public LabPlan {
        machines = List.copyOf(machines);
        resolvers = List.copyOf(resolvers);
        packages = Set.copyOf(packages);
        refuseOddPackages(packages);
        if (!PUBLIC_KEY.matcher(sshPublicKey).matches()) {
            throw new IllegalArgumentException("the lab's SSH key must be one line 'ssh-ed25519 ...'");
        }
        Map<Inet4Address, String> owners = new HashMap<>();
        claim(owners, network, adminAddress, "the lab's own end");
        Set<MachineName> names = new TreeSet<>();
        for (LabMachine machine : with(machines, client)) {
            claim(owners, network, machine.address(), machine.name().value());
            if (!names.add(machine.name())) {
                throw new IllegalArgumentException("two machines of the lab are named " + machine.name());
            }
        }
    }

    /** The site's machines, and the client last. */
    public List<LabMachine> everyMachine() {
        return with(machines, client);
    }

    /** The same lab with one machine more. */
    public LabPlan with(LabMachine another) {
        return new LabPlan(
                name, network, adminAddress, with(machines, another), client, resolvers, packages, sshPublicKey);
    }

    private static List<LabMachine> with(List<LabMachine> machines, LabMachine client) {
        List<LabMachine> all = new ArrayList<>(machines);
        all.add(client);
        return List.copyOf(all);
    }

    private static void claim(
            Map<Inet4Address, String> owners, Ipv4Network network, Inet4Address address, String owner) {
        if (!network.holds(address)) {
            throw new IllegalArgumentException(
                    owner + " has the address " + address.getHostAddress() + ", which is not one of " + network);
        }
        String other = owners.putIfAbsent(address, owner);
        if (other != null) {
            throw new IllegalArgumentException(
                    other + " and " + owner + " both have the address " + address.getHostAddress());
        }
    }

    private static void refuseOddPackages(Set<String> packages) {
        for (String name : packages) {
            if (!PACKAGE.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a Debian package");
            }
        }
    }
}
