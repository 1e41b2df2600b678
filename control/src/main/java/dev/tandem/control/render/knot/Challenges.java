package dev.tandem.control.render.knot;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.Role;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What balancers may change in the zone to show a public authority that the names are ours (dns-01, RFC 8555, 8.4).
 *
 * @param keyFile the file of the key that they sign with
 * @param addresses of the balancers
 * @param owners the names that they may change, as knot.conf writes lists
 */
record Challenges(String keyFile, String addresses, String owners) {
    /** None when the site's own authority signs. */
    static Optional<Challenges> of(Layout layout) {
        return layout.site()
                .tls()
                .acme()
                .map(_ -> new Challenges(
                        KnotRenderer.CHALLENGE_KEY_FILE,
                        layout.site().machinesWith(Role.BALANCER).stream()
                                .map(Machine::address)
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")),
                        CertificateRequest.publicNames(layout.site()).stream()
                                .map(name -> "_acme-challenge." + name + ".")
                                .collect(Collectors.joining(", "))));
    }
}
