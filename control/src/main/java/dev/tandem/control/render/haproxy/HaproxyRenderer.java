package dev.tandem.control.render.haproxy;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
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
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** HAProxy on the balancers. The way to the databases on application machines is {@code render.router}. */
public final class HaproxyRenderer implements Renderer {
    static final String PAGES = "/etc/haproxy/tandem";

    private static final String CONFIGURATION = "/etc/haproxy/haproxy.cfg";
    private static final InstalledCertificate PUBLIC = new InstalledCertificate(CertificateUse.PUBLIC);
    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.BALANCER);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

    private static final String MAINTENANCE_JSON =
            "{\"errors\":{\"body\":[\"the site is being worked on; try again later\"]}}\n";

    /** What a browser gets during maintenance. */
    @JStache(path = "dev/tandem/control/render/haproxy/maintenance.html.mustache")
    record MaintenancePage(DomainName site) {}

    /** What HAProxy's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/haproxy/haproxy.service.d.mustache")
    record DropIn(DomainName site) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.BALANCER)) {
            return List.of();
        }
        Component haproxy = new Component(
                "haproxy",
                Stage.BALANCER,
                items(request, machine),
                List.of(Check.of("haproxy", "-c", "-f", CONFIGURATION)),
                List.of(health(request.layout(), machine), site(request.layout().site(), machine)),
                Optional.empty());
        // Before HAProxy, which asks there.
        return Stream.concat(SilentServers.component(request.layout(), machine).stream(), Stream.of(haproxy))
                .toList();
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>();
        if (layout.site().tls().acme().isPresent()) {
            // HAProxy starts before there is a certificate from outside; certbot puts that into the same place.
            items.add(PUBLIC.standIn(request, machine));
        } else {
            items.addAll(PUBLIC.items(request, machine, "root", Effect.RELOAD));
        }
        items.addAll(IDENTITY.items(request, machine, "root", Effect.RELOAD));
        items.addAll(pages(layout.site()));
        items.addAll(UnitDropIn.of(
                "haproxy", DropInRenderer.of().execute(new DropIn(layout.site().name())), Effect.RESTART));
        SilentServers.script(layout, machine).ifPresent(items::add);
        items.add(ManagedFile.open(
                CONFIGURATION,
                HaproxyConfigurationRenderer.of().execute(HaproxyConfiguration.of(layout, machine)),
                Effect.RELOAD));
        items.add(Unit.running("haproxy.service"));
        return items;
    }

    private static List<Item> pages(Site site) {
        return List.of(
                new Directory(new MachinePath(PAGES), Ownership.PUBLIC_DIRECTORY),
                ManagedFile.open(
                        PAGES + "/maintenance.html",
                        MaintenancePageRenderer.of().execute(new MaintenancePage(site.name())),
                        Effect.RELOAD),
                ManagedFile.open(PAGES + "/maintenance.json", MAINTENANCE_JSON, Effect.RELOAD));
    }

    private static Verification health(Layout layout, Machine machine) {
        return Verification.within(
                ANSWERS_WITHIN,
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--output",
                "/dev/null",
                "--max-time",
                "3",
                "http://" + layout.endpoint(machine, Service.BALANCER_METRICS) + "/health");
    }

    /**
     * Through this balancer, with TLS, a web server and an application server to the application. From loopback, because
     * maintenance does not hold there. Whether a certificate from outside is the right one is for certbot's component to see,
     * which comes later: the first one is not there yet.
     */
    private static Verification site(Site site, Machine machine) {
        String port = Service.HTTPS.port().toString();
        List<String> words = new ArrayList<>(
                List.of("curl", "--silent", "--show-error", "--fail", "--output", "/dev/null", "--max-time", "3"));
        words.addAll(List.of("--interface", "127.0.0.1"));
        words.addAll(site.tls().acme().isPresent() ? List.of("--insecure") : List.of("--cacert", PUBLIC.authority()));
        words.add("--resolve");
        words.add(site.name() + ":" + port + ":" + machine.address());
        words.add(
                "https://" + site.name() + ":" + port + site.balancer().health().path());
        return Verification.within(ANSWERS_WITHIN, words.toArray(String[]::new));
    }
}
