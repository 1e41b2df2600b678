package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
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

/** keepalived on the balancers: one of them owns a virtual address at a time. */
public final class KeepalivedRenderer implements Renderer {
    /** Written on the machine at start: names the interface that has the machine's address. */
    static final String INTERFACE_FILE = "/run/keepalived/interface.conf";

    private static final String CONFIGURATION = "/etc/keepalived/keepalived.conf";
    private static final String PROGRAMS = "/usr/local/lib/tandem";
    private static final String FINDER = PROGRAMS + "/keepalived-interface";
    private static final String RELEASE = PROGRAMS + "/keepalived-release";

    /** Tells whether this machine's HAProxy answers. */
    static final String ANSWERS = PROGRAMS + "/haproxy-answers";

    private static final Ownership PROGRAM = new Ownership("root", "root", "0755");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(5);

    /** Finds the interface that has the machine's address. */
    @JStache(path = "dev/tandem/control/render/keepalived/keepalived-interface.mustache")
    record InterfaceFinder(DomainName site, Ipv4Address address, String interfaceFile) {}

    /** Gives the addresses back for a keepalived that cannot any more. */
    @JStache(path = "dev/tandem/control/render/keepalived/keepalived-release.mustache")
    record Release(DomainName site, List<Ipv4Address> addresses, boolean hooked) {}

    /** Asks HAProxy whether it works. */
    @JStache(path = "dev/tandem/control/render/keepalived/haproxy-answers.mustache")
    record Answers(DomainName site, Ipv4Address host, int port) {}

    /** What keepalived's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/keepalived/keepalived.service.d.mustache")
    record DropIn(DomainName site, String finder, String release) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.BALANCER)) {
            return List.of();
        }
        Layout layout = request.layout();
        boolean alone = layout.site().machinesWith(Role.BALANCER).size() == 1;
        // Alone it has nobody to speak to, and behind a hook the network decides who gets what is sent to the address.
        return alone || request.hook().isPresent()
                ? List.of(keepalived(request, machine))
                : List.of(AddressLease.component(layout, machine), keepalived(request, machine));
    }

    private static Component keepalived(Request request, Machine machine) {
        return new Component(
                "keepalived",
                Stage.BALANCER,
                items(request, machine),
                List.of(Check.of("sh", "-c", FINDER + " && keepalived --config-test --use-file " + CONFIGURATION)),
                verifications(request),
                Optional.empty());
    }

    private static List<Verification> verifications(Request request) {
        Verification runs = Verification.within(STARTS_WITHIN, "systemctl", "is-active", "keepalived.service");
        return request.hook().isPresent()
                ? List.of(runs, AddressHook.verification(request.layout().virtualAddresses()))
                : List.of(runs);
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>();
        items.add(new Directory(new MachinePath(PROGRAMS), Ownership.PUBLIC_DIRECTORY));
        items.add(finder(layout, machine));
        items.add(release(layout));
        items.add(answers(layout, machine));
        request.hook()
                .ifPresent(hook -> items.addAll(AddressHook.items(layout.site().name(), machine, hook)));
        items.addAll(UnitDropIn.of(
                "keepalived",
                DropInRenderer.of().execute(new DropIn(layout.site().name(), FINDER, RELEASE)),
                Effect.RESTART));
        items.add(configuration(layout, machine));
        items.add(Unit.running("keepalived.service"));
        return items;
    }

    private static ManagedFile finder(Layout layout, Machine machine) {
        InterfaceFinder finder = new InterfaceFinder(layout.site().name(), machine.address(), INTERFACE_FILE);
        return new ManagedFile(
                new MachinePath(FINDER), PROGRAM, InterfaceFinderRenderer.of().execute(finder), Effect.RESTART, false);
    }

    private static ManagedFile release(Layout layout) {
        Release release = new Release(
                layout.site().name(),
                layout.virtualAddresses(),
                layout.site().virtualAddress().hook().isPresent());
        return new ManagedFile(
                new MachinePath(RELEASE), PROGRAM, ReleaseRenderer.of().execute(release), Effect.NONE, false);
    }

    private static ManagedFile answers(Layout layout, Machine machine) {
        Answers answers = new Answers(
                layout.site().name(),
                machine.address(),
                layout.port(Service.BALANCER_METRICS).value());
        return new ManagedFile(
                new MachinePath(ANSWERS), PROGRAM, AnswersRenderer.of().execute(answers), Effect.NONE, false);
    }

    private static ManagedFile configuration(Layout layout, Machine machine) {
        return ManagedFile.open(
                CONFIGURATION,
                KeepalivedConfigurationRenderer.of().execute(KeepalivedConfiguration.of(layout, machine)),
                Effect.RELOAD);
    }
}
