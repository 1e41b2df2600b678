package dev.tandem.control.render.system;

import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The groundwork of every machine: nothing here disturbs a service. */
public final class SystemRenderer implements Renderer {
    private static final String SETTINGS = "/etc/sysctl.d/60-tandem.conf";
    private static final String TRACKING = "/etc/udev/rules.d/60-tandem-connection-tracking.rules";
    private static final Ownership ROOT_ONLY_DIRECTORY = new Ownership("root", "root", "0700");
    private static final MachinePath NO_HOME = new MachinePath("/nonexistent");
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(5);

    @Override
    public List<Component> render(Request request, Machine machine) {
        List<Component> components = new ArrayList<>();
        components.add(identity(request));
        components.add(new Component("packages", Stage.GROUNDWORK, packages(request.layout(), machine)));
        components.add(kernel(request.layout(), machine));
        components.add(new Component("folders", Stage.GROUNDWORK, folders(request, machine)));
        return components;
    }

    /** First of all: what comes later may be interrupted, and then it is known whose the machine is. */
    private static Component identity(Request request) {
        return new Component(
                "identity",
                Stage.GROUNDWORK,
                List.of(
                        folder("/etc/tandem", ROOT_ONLY_DIRECTORY),
                        ManagedFile.secret(
                                SiteIdentity.FILE,
                                Ownership.PRIVATE,
                                request.identity() + " "
                                        + request.layout().site().name() + "\n",
                                Effect.NONE)));
    }

    /** A machine that votes needs what a witness needs, whether it was named one or not. */
    private static List<DebianPackage> packages(Layout layout, Machine machine) {
        Set<Role> roles = EnumSet.copyOf(machine.roles());
        if (layout.voters().contains(machine)) {
            roles.add(Role.WITNESS);
        }
        return Packages.of(roles);
    }

    private static Component kernel(Layout layout, Machine machine) {
        KernelSettings settings = KernelSettings.of(layout.site(), machine);
        List<Item> items = new ArrayList<>();
        if (settings.connections() != null) {
            items.add(ManagedFile.open(
                    TRACKING,
                    ConnectionTrackingRenderer.of()
                            .execute(new ConnectionTracking(layout.site().name())),
                    Effect.NONE));
        }
        items.add(ManagedFile.open(SETTINGS, KernelSettingsRenderer.of().execute(settings), Effect.RESTART));
        items.add(Unit.running("systemd-sysctl.service"));
        return new Component(
                "kernel",
                Stage.GROUNDWORK,
                items,
                List.of(),
                List.of(Verification.within(
                        TAKEN_WITHIN,
                        "sh",
                        "-c",
                        "test \"$(cat /proc/sys/net/ipv4/ip_nonlocal_bind)\" = " + (settings.balancer() ? 1 : 0))),
                Optional.empty());
    }

    private static List<Item> folders(Request request, Machine machine) {
        List<Item> items = new ArrayList<>();
        items.add(folder(InstalledCertificate.FOLDER, Ownership.PUBLIC_DIRECTORY));
        if (machine.has(Role.APP) || machine.has(Role.DATABASE)) {
            items.add(folder("/opt/tandem", Ownership.PUBLIC_DIRECTORY));
            items.add(new Directory(request.agent().parent(), Ownership.PUBLIC_DIRECTORY));
            items.add(request.agent());
        }
        if (machine.has(Role.BALANCER)) {
            items.add(new SystemUser(Layout.HEALTH_CHECKER, NO_HOME));
        }
        if (machine.has(Role.APP)) {
            items.add(new SystemUser(Layout.ROUTER_USER, NO_HOME));
            items.add(new SystemUser(request.layout().applicationUser(), NO_HOME));
            items.add(new SystemUser(Layout.TRAINEE, NO_HOME));
            items.add(new SystemUser(Layout.MIGRATOR, NO_HOME));
            items.add(new Directory(request.runner().parent(), Ownership.PUBLIC_DIRECTORY));
            items.add(request.runner());
        }
        if (machine.has(Role.APP) || machine.has(Role.WEB)) {
            items.add(folder(request.layout().siteFolder(), Ownership.PUBLIC_DIRECTORY));
            items.add(new Directory(request.release().parent(), Ownership.PUBLIC_DIRECTORY));
            items.add(request.release());
        }
        return items;
    }

    private static Directory folder(String path, Ownership ownership) {
        return new Directory(new MachinePath(path), ownership);
    }
}
