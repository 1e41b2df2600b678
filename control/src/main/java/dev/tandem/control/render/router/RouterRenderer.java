package dev.tandem.control.render.router;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.FirewallFiles;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.WebRotation;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.ManagedFile;
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

/** HAProxy in TCP mode on the application machines, in a unit of its own beside Debian's. */
public final class RouterRenderer implements Renderer {
    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.ROUTER);

    private static final String CONFIGURATION = "/etc/haproxy/router.cfg";
    private static final String UNKNOWN = "/etc/haproxy/router-unknown";
    private static final String UNIT = "/etc/systemd/system/tandem-router.service";
    private static final String USER_RULES = FirewallFiles.FOLDER + "/router.nft";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(5);

    /** The router's unit. */
    @JStache(path = "dev/tandem/control/render/router/tandem-router.service.mustache")
    record RouterUnit(DomainName site, String unknown, String user) {}

    /** What the firewall reads once the router runs as that user. */
    @JStache(path = "dev/tandem/control/render/router/router.nft.mustache")
    record UserRules(DomainName site, String user) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.APP)) {
            return List.of();
        }
        return List.of(router(request, machine), user(request));
    }

    /** Its restart ends every connection to the databases: this machine gets no requests meanwhile. */
    private static Component router(Request request, Machine machine) {
        return new Component(
                "router",
                Stage.ROUTER,
                items(request, machine),
                List.of(
                        Check.of("haproxy", "-c", "-f", CONFIGURATION),
                        Check.of("systemd-analyze", "--man=no", "verify", UNIT)),
                List.of(primaryGreets()),
                WebRotation.of(request.layout(), machine));
    }

    /** After the router: where that ran as another user before, it was let through as that one until now. */
    private static Component user(Request request) {
        UserRules rules = new UserRules(request.layout().site().name(), Layout.ROUTER_USER);
        return new Component(
                "router-user",
                Stage.ROUTER,
                List.of(
                        ManagedFile.open(USER_RULES, UserRulesRenderer.of().execute(rules), Effect.RELOAD),
                        Unit.running("nftables.service")),
                List.of(Check.of("nft", "--check", "--file", FirewallFiles.RULES)),
                List.of(Verification.within(
                        LOADED_WITHIN, "nft", "--terse", "list", "chain", "inet", "tandem", "output")),
                Optional.empty());
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        RouterUnit unit = new RouterUnit(layout.site().name(), UNKNOWN, Layout.ROUTER_USER);
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, Layout.ROUTER_USER, Effect.RELOAD));
        items.add(ManagedFile.open(
                CONFIGURATION,
                RouterConfigurationRenderer.of().execute(RouterConfiguration.of(layout, machine)),
                Effect.RELOAD));
        items.add(ManagedFile.open(
                UNKNOWN, ServersUnknownRenderer.of().execute(ServersUnknown.of(layout, machine)), Effect.NONE));
        items.add(ManagedFile.open(UNIT, RouterUnitRenderer.of().execute(unit), Effect.RESTART));
        if (!machine.has(Role.BALANCER)) {
            // The package came for the router's sake; its own service has nothing to do here.
            items.add(Unit.stopped("haproxy.service"));
        }
        items.add(Unit.running("tandem-router.service"));
        return items;
    }

    /** A greeting comes through the router: the primary is there. Nobody needs to log in for that. */
    private static Verification primaryGreets() {
        return Verification.within(
                ANSWERS_WITHIN,
                "sh",
                "-c",
                "socat -T 0.3 -u TCP:127.0.0.1:" + Service.ROUTER.port()
                        + ",connect-timeout=1 STDOUT 2>/dev/null | head -c 5 | od -An -tx1 | grep -q ' 0a$'");
    }
}
