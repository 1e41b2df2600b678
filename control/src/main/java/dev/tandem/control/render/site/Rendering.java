package dev.tandem.control.render.site;

import dev.tandem.control.model.Machine;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.agent.AgentRenderer;
import dev.tandem.control.render.certbot.CertbotRenderer;
import dev.tandem.control.render.etcd.EtcdRenderer;
import dev.tandem.control.render.haproxy.HaproxyRenderer;
import dev.tandem.control.render.keepalived.KeepalivedRenderer;
import dev.tandem.control.render.knot.KnotRenderer;
import dev.tandem.control.render.mariadb.MariadbRenderer;
import dev.tandem.control.render.nftables.NftablesRenderer;
import dev.tandem.control.render.nginx.NginxRenderer;
import dev.tandem.control.render.router.RouterRenderer;
import dev.tandem.control.render.runner.RunnerRenderer;
import dev.tandem.control.render.sshd.SshdRenderer;
import dev.tandem.control.render.system.Packages;
import dev.tandem.control.render.system.SystemRenderer;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.Role;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Renders a whole site. Pure; may be called from any thread. */
public final class Rendering {
    // Within a stage, a machine's components come in this order: the runner before nginx, HAProxy before keepalived.
    private static final List<Renderer> RENDERERS = List.of(
            new SystemRenderer(),
            new NftablesRenderer(),
            new SshdRenderer(),
            new EtcdRenderer(),
            new MariadbRenderer(),
            new AgentRenderer(),
            new RouterRenderer(),
            new RunnerRenderer(),
            new NginxRenderer(),
            new KnotRenderer(),
            new HaproxyRenderer(),
            new KeepalivedRenderer(),
            new CertbotRenderer());

    private Rendering() {}

    /** What each machine should be, in the order of the file; a machine's components in the order of their stages. */
    public static List<DesiredMachine> desired(Request request) {
        return request.layout().machines().stream()
                .map(machine -> desired(request, machine))
                .toList();
    }

    /** Every Debian package that any machine of any site needs: what an image for machines should hold. */
    public static List<DebianPackage> allPackages() {
        return Stream.concat(Packages.of(EnumSet.allOf(Role.class)).stream(), CertbotRenderer.PACKAGES.stream())
                .distinct()
                .sorted(Comparator.comparing(DebianPackage::name))
                .toList();
    }

    private static DesiredMachine desired(Request request, Machine machine) {
        List<Component> components = RENDERERS.stream()
                .flatMap(renderer -> renderer.render(request, machine).stream())
                .sorted(Comparator.comparing(Component::stage))
                .toList();
        return new DesiredMachine(machine.name(), components);
    }
}
