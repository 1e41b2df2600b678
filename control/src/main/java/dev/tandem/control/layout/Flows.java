package dev.tandem.control.layout;

import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws the site's connections from its roles: the only place that says who talks to whom. */
final class Flows {
    private final Site site;
    private final Set<Flow> flows = new LinkedHashSet<>();

    private Flows(Site site) {
        this.site = site;
    }

    static List<Flow> of(Site site) {
        Flows drawing = new Flows(site);
        drawing.fromAdmins();
        drawing.fromUsers(Role.DNS, Service.DNS);
        drawing.fromUsers(Role.BALANCER, Service.HTTP);
        drawing.fromUsers(Role.BALANCER, Service.HTTPS);
        drawing.between(Role.DNS, Role.DNS, Service.DNS_TRANSFER);
        drawing.between(Role.BALANCER, Role.BALANCER, Service.VRRP);
        drawing.between(Role.BALANCER, Role.WEB, Service.WEB);
        drawing.between(Role.WEB, Role.APP, Service.RUNNER);
        drawing.between(Role.APP, Role.DATABASE, Service.DATABASE);
        drawing.between(Role.APP, Role.DATABASE, Service.AGENT);
        drawing.between(Role.DATABASE, Role.DATABASE, Service.AGENT);
        drawing.between(Role.DATABASE, Role.DATABASE, Service.REPLICATION);
        drawing.ofVoters();
        return List.copyOf(drawing.flows);
    }

    /** Every voter reaches every other, and database machines reach them all: theirs is what is voted on. */
    private void ofVoters() {
        List<Machine> voters = site.voters();
        for (Machine voter : voters) {
            voters.stream()
                    .filter(other -> !other.equals(voter))
                    .forEach(other -> add(other, voter, Service.CONSENSUS_MEMBERS));
            site.machinesWith(Role.DATABASE).forEach(machine -> add(machine, voter, Service.CONSENSUS));
            voters.forEach(other -> add(other, voter, Service.CONSENSUS));
        }
    }

    private void add(Machine from, Machine to, Service service) {
        flows.add(new Flow(new Peer.OnMachine(from.name()), to.name(), service));
    }

    private void fromAdmins() {
        for (Machine machine : site.machines()) {
            flows.add(new Flow(new Peer.Admins(), machine.name(), Service.SSH));
        }
    }

    private void fromUsers(Role role, Service service) {
        for (Machine machine : site.machinesWith(role)) {
            flows.add(new Flow(new Peer.Users(), machine.name(), service));
        }
    }

    /**
     * Every machine of one role to every machine of the other. Nobody needs a flow to itself between two machines of the same
     * role; between different roles a machine may well use itself.
     */
    private void between(Role from, Role to, Service service) {
        for (Machine source : site.machinesWith(from)) {
            for (Machine target : site.machinesWith(to)) {
                if (from != to || !source.equals(target)) {
                    add(source, target, service);
                }
            }
        }
    }
}
