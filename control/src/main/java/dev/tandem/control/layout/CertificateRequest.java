package dev.tandem.control.layout;

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

    public CertificateRequest {
        if (hostNames.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a name that it is made out to");
        }
        hostNames = List.copyOf(hostNames);
        addresses = List.copyOf(addresses);
    }

    /** All certificates that a site needs, machine by machine. */
    public static List<CertificateRequest> neededBy(Site site) {
        return site.machines().stream()
                .flatMap(machine -> ofMachine(site, machine))
                .toList();
    }

    /** The names by which users come, whoever signs for them. */
    public static List<DomainName> publicNames(Site site) {
        return Stream.of(site.name(), site.domain()).distinct().toList();
    }

    private static Stream<CertificateRequest> ofMachine(Site site, Machine machine) {
        List<CertificateRequest> requests = new ArrayList<>();
        if (machine.has(Role.BALANCER)) {
            requests.add(internal(machine, CertificateUse.BALANCER));
            requests.add(ofUsers(site, machine));
        }
        if (machine.has(Role.WEB)) {
            requests.add(internal(machine, CertificateUse.WEB));
        }
        if (machine.has(Role.APP)) {
            requests.add(internal(machine, CertificateUse.RUNNER));
        }
        if (machine.has(Role.DATABASE)) {
            requests.add(internal(machine, CertificateUse.DATABASE, ROUTER));
        }
        if (machine.has(Role.DNS)) {
            requests.add(internal(machine, CertificateUse.DNS));
        }
        return requests.stream();
    }

    private static CertificateRequest internal(Machine machine, CertificateUse use, Ipv4Address... others) {
        CertificateName name = new CertificateName(machine.name(), use);
        List<Ipv4Address> addresses =
                Stream.concat(Stream.of(machine.address()), Stream.of(others)).toList();
        return new CertificateRequest(name, List.of(name.internalName()), addresses);
    }

    private static CertificateRequest ofUsers(Site site, Machine machine) {
        List<String> hostNames =
                publicNames(site).stream().map(DomainName::value).toList();
        return new CertificateRequest(new CertificateName(machine.name(), CertificateUse.PUBLIC), hostNames, List.of());
    }
}
