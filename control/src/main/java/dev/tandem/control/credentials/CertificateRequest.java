package dev.tandem.control.credentials;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certificate that the site needs, and whom it is made out to.
 *
 * @param hostNames the first is also the subject's common name, unless it is too long for one (64 characters, RFC 5280)
 */
public record CertificateRequest(CertificateName name, List<String> hostNames, List<Ipv4Address> addresses) {
    // A machine's router listens here, so this is the address that the application's driver sees a database at.
    private static final Ipv4Address ROUTER = Ipv4Address.parse("127.0.0.1");

    /** What every application server is also called: nginx asks a group of them, and expects one name of all. */
    public static final String ANY_RUNNER = "runner.internal";

    /** A name that only members of etcd have. */
    public static final String CONSENSUS_MEMBER = "member.consensus.internal";

    public CertificateRequest {
        if (hostNames.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a name that it is made out to");
        }
        hostNames = List.copyOf(hostNames);
        addresses = List.copyOf(addresses);
    }

    /** All certificates that a site needs, machine by machine. */
    public static List<CertificateRequest> neededBy(Site site) {
        return Stream.concat(
                        site.machines().stream().flatMap(machine -> ofMachine(site, machine)),
                        site.voters().stream().map(CertificateRequest::ofVoter))
                .toList();
    }

    /** The names by which users come, whoever signs for them. */
    public static List<DomainName> publicNames(Site site) {
        return Stream.of(site.name(), site.domain()).distinct().toList();
    }

    private static Stream<CertificateRequest> ofMachine(Site site, Machine machine) {
        List<CertificateRequest> requests = new ArrayList<>();
        if (machine.has(Role.BALANCER)) {
            requests.add(internal(machine, CertificateUse.BALANCER, List.of()));
            requests.add(ofUsers(site, machine));
        }
        if (machine.has(Role.WEB)) {
            requests.add(internal(machine, CertificateUse.WEB, List.of()));
        }
        if (machine.has(Role.APP)) {
            requests.add(internal(machine, CertificateUse.RUNNER, List.of(ANY_RUNNER)));
        }
        if (migrates(site, machine)) {
            requests.add(internal(machine, CertificateUse.MIGRATION, List.of()));
        }
        if (machine.has(Role.DATABASE)) {
            requests.add(internal(machine, CertificateUse.DATABASE, List.of(), machine.address(), ROUTER));
            requests.add(internal(machine, CertificateUse.CONSENSUS_CLIENT, List.of()));
        }
        if (machine.has(Role.DATABASE) || machine.has(Role.APP)) {
            requests.add(internal(machine, CertificateUse.AGENT, List.of(), machine.address()));
        }
        if (machine.has(Role.APP)) {
            requests.add(internal(machine, CertificateUse.ROUTER, List.of()));
        }
        if (machine.has(Role.DNS)) {
            requests.add(internal(machine, CertificateUse.DNS, List.of()));
        }
        return requests.stream();
    }

    /** The migration runs on the first application machine only. */
    private static boolean migrates(Site site, Machine machine) {
        return site.application().migration().isPresent()
                && machine.equals(site.machinesWith(Role.APP).getFirst());
    }

    /**
     * Addresses only where the client knows no name: a driver or a replica that asks for an address takes any certificate that
     * has it, so no other use's may.
     */
    private static CertificateRequest internal(
            Machine machine, CertificateUse use, List<String> others, Ipv4Address... addresses) {
        CertificateName name = new CertificateName(machine.name(), use);
        List<String> hostNames =
                Stream.concat(Stream.of(name.internalName()), others.stream()).toList();
        return new CertificateRequest(name, hostNames, List.of(addresses));
    }

    /** Besides its own name it has the one by which members know each other. */
    private static CertificateRequest ofVoter(Machine machine) {
        CertificateName name = new CertificateName(machine.name(), CertificateUse.CONSENSUS);
        return new CertificateRequest(name, List.of(name.internalName(), CONSENSUS_MEMBER), List.of(machine.address()));
    }

    private static CertificateRequest ofUsers(Site site, Machine machine) {
        List<String> hostNames =
                publicNames(site).stream().map(DomainName::value).toList();
        return new CertificateRequest(new CertificateName(machine.name(), CertificateUse.PUBLIC), hostNames, List.of());
    }
}
