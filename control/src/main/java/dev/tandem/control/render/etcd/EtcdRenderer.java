package dev.tandem.control.render.etcd;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.UnitDropIn;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** etcd on the machines that vote. */
public final class EtcdRenderer implements Renderer {
    static final InstalledCertificate CERTIFICATE = new InstalledCertificate(CertificateUse.CONSENSUS);

    private static final String CONFIGURATION = "/etc/default/etcd";
    private static final String GROUP = "etcd";
    private static final Duration AGREES_WITHIN = Duration.ofSeconds(30);

    /** What etcd's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/etcd/etcd.service.d.mustache")
    record DropIn(DomainName site) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!request.layout().voters().contains(machine)) {
            return List.of();
        }
        return List.of(new Component(
                "etcd",
                Stage.CONSENSUS,
                items(request, machine),
                // etcd has no checker of its own; this one sees that systemd reads the unit as it is meant.
                List.of(Check.of("systemd-analyze", "--man=no", "verify", "etcd.service")),
                List.of(agreement(request.layout(), machine)),
                Optional.empty()));
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>(CERTIFICATE.items(request, machine, GROUP, Effect.RESTART));
        items.add(new Directory(Voter.DATA, new Ownership("etcd", GROUP, "0700")));
        items.addAll(UnitDropIn.of(
                "etcd", DropInRenderer.of().execute(new DropIn(layout.site().name())), Effect.RESTART));
        items.add(ManagedFile.open(
                CONFIGURATION,
                EtcdConfigurationRenderer.of().execute(EtcdConfiguration.of(layout, machine)),
                Effect.RESTART));
        items.add(voter(layout, machine));
        items.add(Unit.running("etcd.service"));
        return items;
    }

    private static Voter voter(Layout layout, Machine machine) {
        return new Voter(
                machine.name().value(),
                EtcdConfiguration.url(layout, machine, Service.CONSENSUS_MEMBERS),
                EtcdConfiguration.url(layout, machine, Service.CONSENSUS),
                layout.voters().stream()
                        .map(voter -> EtcdConfiguration.url(layout, voter, Service.CONSENSUS_MEMBERS))
                        .toList(),
                layout.voters().stream()
                        .filter(voter -> !voter.equals(machine))
                        .map(voter -> EtcdConfiguration.url(layout, voter, Service.CONSENSUS))
                        .toList(),
                new MachinePath(CERTIFICATE.authority()),
                new MachinePath(CERTIFICATE.identity()));
    }

    /** A majority agrees, and this machine with it: etcd asks the others before it says so. */
    private static Verification agreement(Layout layout, Machine machine) {
        return Verification.within(
                AGREES_WITHIN,
                "etcdctl",
                "--endpoints=" + EtcdConfiguration.url(layout, machine, Service.CONSENSUS),
                "--cacert=" + CERTIFICATE.authority(),
                "--cert=" + CERTIFICATE.identity(),
                "--key=" + CERTIFICATE.identity(),
                "endpoint",
                "health");
    }
}
