package dev.tandem.control.render.etcd;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Voter;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.util.stream.Collectors;

/**
 * etcd's settings on one machine that votes.
 *
 * @param cluster every member's name and peer URL
 */
@JStache(path = "dev/tandem/control/render/etcd/etcd.mustache")
record EtcdConfiguration(DomainName site, MachineName machine, String cluster, String peerUrl, String clientUrl) {
    static EtcdConfiguration of(Layout layout, Machine machine) {
        return new EtcdConfiguration(
                layout.site().name(),
                machine.name(),
                layout.voters().stream()
                        .map(voter -> voter.name() + "=" + url(layout, voter, Service.CONSENSUS_MEMBERS))
                        .collect(Collectors.joining(",")),
                url(layout, machine, Service.CONSENSUS_MEMBERS),
                url(layout, machine, Service.CONSENSUS));
    }

    static String url(Layout layout, Machine machine, Service service) {
        return "https://" + layout.endpoint(machine, service);
    }

    MachinePath data() {
        return Voter.DATA;
    }

    String authority() {
        return EtcdRenderer.CERTIFICATE.authority();
    }

    String identity() {
        return EtcdRenderer.CERTIFICATE.identity();
    }

    String memberName() {
        return CertificateRequest.CONSENSUS_MEMBER;
    }
}
