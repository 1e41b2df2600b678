package dev.tandem.control.render.nginx;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.UnitDropIn;
import dev.tandem.control.render.WebRotation;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
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

/** nginx on the web machines. */
public final class NginxRenderer implements Renderer {
    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.WEB);
    private static final String CONFIGURATION = "/etc/nginx/nginx.conf";
    private static final String PAGES = "/etc/nginx/tandem";
    static final String MEDIA_TYPES = PAGES + "/media-types.conf";
    private static final String UNAVAILABLE_JSON =
            "{\"errors\":{\"body\":[\"the application is not available right now; try again\"]}}\n";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

    /** What a browser gets while no application server answers. */
    @JStache(path = "dev/tandem/control/render/nginx/unavailable.html.mustache")
    record UnavailablePage(DomainName site) {}

    /** What a browser gets for a request that nginx itself turns down. */
    @JStache(path = "dev/tandem/control/render/nginx/refused.html.mustache")
    record RefusedPage(DomainName site) {}

    /** Which type a file has by its name; Debian's list lacks what frontends are made of today. */
    @JStache(path = "dev/tandem/control/render/nginx/media-types.conf.mustache")
    record MediaTypes(DomainName site) {}

    /** What Debian's unit lacks. */
    @JStache(path = "dev/tandem/control/render/nginx/nginx.service.d.mustache")
    record DropIn(DomainName site) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.WEB)) {
            return List.of();
        }
        return List.of(new Component(
                "nginx",
                Stage.SERVER,
                items(request, machine),
                List.of(Check.of("nginx", "-t", "-q", "-c", CONFIGURATION)),
                List.of(health(request.layout(), machine)),
                WebRotation.of(request.layout(), machine)));
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        UnavailablePage page = new UnavailablePage(layout.site().name());
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, "root", Effect.RELOAD));
        items.addAll(UnitDropIn.of(
                "nginx",
                DropInRenderer.of().execute(new DropIn(layout.site().name())),
                // systemd reads it again; nginx need not know.
                Effect.RELOAD));
        items.add(new Directory(new MachinePath(PAGES), Ownership.PUBLIC_DIRECTORY));
        items.add(ManagedFile.open(
                PAGES + "/unavailable.html", UnavailablePageRenderer.of().execute(page), Effect.NONE));
        items.add(ManagedFile.open(
                PAGES + "/refused.html",
                RefusedPageRenderer.of().execute(new RefusedPage(layout.site().name())),
                Effect.NONE));
        items.add(ManagedFile.open(PAGES + "/unavailable.json", UNAVAILABLE_JSON, Effect.NONE));
        items.add(ManagedFile.open(
                MEDIA_TYPES,
                MediaTypesRenderer.of().execute(new MediaTypes(layout.site().name())),
                Effect.RELOAD));
        items.add(ManagedFile.open(
                CONFIGURATION,
                NginxConfigurationRenderer.of().execute(NginxConfiguration.of(layout, machine)),
                Effect.RELOAD));
        if (!machine.has(Role.APP)) {
            // nginx follows the link at each request. Where the application runs on this machine, too, its component
            // switches the link, so that files and application change together.
            items.add(new Link(
                    new MachinePath(layout.siteFolder() + "/current"),
                    "releases/" + request.release().id(),
                    Effect.NONE));
        }
        items.add(Unit.running("nginx.service"));
        return items;
    }

    /** The very question by which the balancers judge this machine; asked with nginx's own certificate. */
    private static Verification health(Layout layout, Machine machine) {
        Endpoint web = layout.endpoint(machine, Service.WEB);
        String name = new CertificateName(machine.name(), CertificateUse.WEB).internalName();
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
                "--cacert",
                IDENTITY.authority(),
                "--cert",
                IDENTITY.identity(),
                "--resolve",
                name + ":" + web.port() + ":" + web.address(),
                "--header",
                "Host: " + layout.site().name(),
                "https://" + name + ":" + web.port()
                        + layout.site().balancer().health().path());
    }
}
