package dev.tandem.control.layout;

import dev.tandem.control.model.Machine;
import dev.tandem.protocol.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Draws the flows of one machine as its own users see them: whose programs ask for which service, over the network and on the machine
 * itself. Who runs as another user asks for nothing that the site has to itself. Root asks for everything: the agent, keepalived and
 * {@code apply} run as root.
 */
public final class Programs {
    /** Where a program finds a service. */
    private enum Where {
        /** On the machines that the list of flows has. */
        FLOWS,
        /** On its own machine's loopback address. */
        LOOPBACK,
        /** On its own machine, at the address that others know. */
        ITSELF
    }

    /** A program that runs where a machine has all of these roles. */
    private record Asking(Set<Role> roles, String user, Service service, Where where) {
        Asking(Role role, String user, Service service, Where where) {
            this(EnumSet.of(role), user, service, where);
        }

        boolean isOn(Layout layout, Machine machine) {
            return roles.stream()
                    .allMatch(role -> role == Role.WITNESS ? layout.voters().contains(machine) : machine.has(role));
        }

        List<Endpoint> targets(Layout layout, Machine machine) {
            return switch (where) {
                case FLOWS -> layout.reachedFrom(machine.name(), service);
                case LOOPBACK -> List.of(layout.ownEndpoint(machine, service));
                case ITSELF -> List.of(layout.endpoint(machine, service));
            };
        }
    }

    /** On every Debian machine, and nothing runs as that user. */
    private static final String STRANGER = "nobody";

    private Programs() {}

    /** What the programs of a machine ask, in a fixed order; also those that find nobody to ask, and may then begin nothing. */
    public static List<Program> on(Layout layout, Machine machine) {
        String application = layout.applicationUser();
        return all(application).stream()
                .filter(each -> each.isOn(layout, machine))
                .map(each -> new Program(
                        each.user(),
                        each.service(),
                        each.targets(layout, machine),
                        !each.user().equals(application)))
                .toList();
    }

    /** Debian's packages run their programs as these users. Every voter counts as a witness here. */
    private static List<Asking> all(String application) {
        return List.of(
                new Asking(Role.DNS, "knot", Service.DNS_TRANSFER, Where.FLOWS),
                new Asking(Role.BALANCER, "haproxy", Service.WEB, Where.FLOWS),
                new Asking(Role.BALANCER, Layout.HEALTH_CHECKER, Service.BALANCER_METRICS, Where.ITSELF),
                new Asking(Role.WEB, "www-data", Service.RUNNER, Where.FLOWS),
                new Asking(EnumSet.of(Role.WEB, Role.APP), "www-data", Service.RUNNER, Where.LOOPBACK),
                new Asking(EnumSet.of(Role.WEB, Role.APP), "www-data", Service.WEB_DETOUR, Where.LOOPBACK),
                new Asking(Role.APP, Layout.ROUTER_USER, Service.DATABASE, Where.FLOWS),
                new Asking(Role.APP, Layout.ROUTER_USER, Service.AGENT, Where.FLOWS),
                new Asking(Role.APP, application, Service.ROUTER, Where.LOOPBACK),
                new Asking(Role.APP, application, Service.ROUTER_READS, Where.LOOPBACK),
                new Asking(Role.APP, Layout.MIGRATOR, Service.ROUTER, Where.LOOPBACK),
                new Asking(Role.DATABASE, "mysql", Service.REPLICATION, Where.FLOWS),
                new Asking(Role.WITNESS, "etcd", Service.CONSENSUS_MEMBERS, Where.FLOWS),
                // Its gateway for JSON asks it as any client does.
                new Asking(Role.WITNESS, "etcd", Service.CONSENSUS, Where.ITSELF));
    }

    /** As whom {@code tandem verify} knocks on a machine: each of these programs' users, and somebody who is none of them. */
    static List<String> users(Layout layout, Machine machine) {
        return Stream.concat(on(layout, machine).stream().map(Program::user), Stream.of(STRANGER))
                .distinct()
                .toList();
    }

    /**
     * The services that nobody but these programs and root may ask, wherever they are: all but those that are there for users and
     * admins, who may come from a machine of the site as well.
     */
    public static List<Service> internal() {
        return Stream.of(Service.values()).filter(Service::isInternal).toList();
    }
}
