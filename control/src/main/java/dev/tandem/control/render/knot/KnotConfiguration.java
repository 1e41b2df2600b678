package dev.tandem.control.render.knot;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Request;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Optional;

/**
 * Knot's configuration on one DNS machine.
 *
 * @param certificate what this machine shows to other DNS machines
 * @param rotates whether each answer begins with another one of several addresses
 * @param primary whom this machine copies the zone from; none on the primary itself
 * @param secondaries whom this machine tells about changes; none on a secondary
 * @param challenges what balancers may change, on the primary of a site with a public certificate
 */
@JStache(path = "dev/tandem/control/render/knot/knot.conf.mustache")
record KnotConfiguration(
        DomainName site,
        DomainName domain,
        Ipv4Address address,
        String serverFile,
        String keyFile,
        TransferKeys keys,
        String zoneFile,
        InstalledCertificate certificate,
        Port transferPort,
        boolean rotates,
        Optional<Remote> primary,
        List<Remote> secondaries,
        Optional<Challenges> challenges) {
    /**
     * Another DNS machine.
     *
     * @param keyPin what its key is recognised by
     */
    record Remote(String name, Ipv4Address address, String keyPin) {}

    static KnotConfiguration of(Request request, TransferKeys keys, Machine machine) {
        Layout layout = request.layout();
        boolean leads = machine.equals(layout.dnsPrimary());
        return new KnotConfiguration(
                layout.site().name(),
                layout.site().domain(),
                machine.address(),
                KnotRenderer.SERVER_FILE,
                KnotRenderer.KEY_FILE,
                keys,
                KnotRenderer.zoneFile(layout.site().domain()),
                KnotRenderer.IDENTITY,
                layout.port(Service.DNS_TRANSFER),
                layout.site().virtualAddress().isShared(),
                leads ? Optional.empty() : Optional.of(remote(request, layout.dnsPrimary())),
                leads
                        ? layout.dnsSecondaries().stream()
                                .map(secondary -> remote(request, secondary))
                                .toList()
                        : List.of(),
                leads ? Challenges.of(layout) : Optional.empty());
    }

    boolean leads() {
        return primary.isEmpty();
    }

    boolean alone() {
        return primary.isEmpty() && secondaries.isEmpty();
    }

    private static Remote remote(Request request, Machine machine) {
        CertificateName certificate = new CertificateName(machine.name(), CertificateUse.DNS);
        return new Remote(
                machine.name().value(),
                machine.address(),
                request.certificates().get(certificate).keyPin());
    }
}
