package dev.tandem.control.render.haproxy;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Balancer;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.WebRotation;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a balancer does about a server whose machine has become silent: HAProxy notices, the kernel ends the connections, HAProxy
 * repeats on another server what may be repeated (decision 0046). Nothing where there is no other server.
 */
final class SilentServers {
    /** HAProxy's backend that asks only whether the machines are there. */
    static final String MACHINES = "machines";

    private static final String SCRIPT = HaproxyRenderer.PAGES + "/silent-server.lua";
    private static final String CHROOT = "/var/lib/haproxy";
    private static final String SOCKET_INSIDE = "/tandem-silent-server.sock";
    private static final String PROGRAMS = "/usr/local/lib/tandem";
    private static final String PROGRAM = PROGRAMS + "/silent-server";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String SOCKET_UNIT = "tandem-silent-server.socket";
    private static final String SERVICE_UNIT = "tandem-silent-server@.service";
    private static final Duration LISTENS_WITHIN = Duration.ofSeconds(5);

    private SilentServers() {}

    /** What HAProxy does when a machine is silent. */
    @JStache(path = "dev/tandem/control/render/haproxy/silent-server.lua.mustache")
    record Script(DomainName site, String machines, String backend, String socketInside, boolean oneAtATime) {}

    /** Ends the connections. */
    @JStache(path = "dev/tandem/control/render/haproxy/silent-server.mustache")
    record Program(DomainName site, List<HaproxyConfiguration.Server> servers, boolean oneAtATime) {}

    /** Where HAProxy asks for that. */
    @JStache(path = "dev/tandem/control/render/haproxy/tandem-silent-server.socket.mustache")
    record SocketUnit(DomainName site, String socket) {}

    /** Runs the program for each question. */
    @JStache(path = "dev/tandem/control/render/haproxy/tandem-silent-server@.service.mustache")
    record OneTime(DomainName site, String program) {}

    /** What HAProxy reads at its start; empty where there is no other server to turn to. */
    static Optional<ManagedFile> script(Layout layout, Machine machine) {
        if (!anotherServer(layout, machine)) {
            return Optional.empty();
        }
        Script script =
                new Script(layout.site().name(), MACHINES, WebRotation.BACKEND, SOCKET_INSIDE, oneAtATime(layout));
        return Optional.of(ManagedFile.open(SCRIPT, ScriptRenderer.of().execute(script), Effect.RELOAD));
    }

    /** What does it outside of HAProxy, which may not. */
    static Optional<Component> component(Layout layout, Machine machine) {
        if (!anotherServer(layout, machine)) {
            return Optional.empty();
        }
        DomainName site = layout.site().name();
        Program program =
                new Program(site, HaproxyConfiguration.of(layout, machine).servers(), oneAtATime(layout));
        return Optional.of(new Component(
                "silent-servers",
                Stage.BALANCER,
                List.of(
                        new Directory(new MachinePath(PROGRAMS), Ownership.PUBLIC_DIRECTORY),
                        new ManagedFile(
                                new MachinePath(PROGRAM),
                                new Ownership("root", "root", "0755"),
                                ProgramRenderer.of().execute(program),
                                Effect.NONE,
                                false),
                        ManagedFile.open(
                                UNITS + SERVICE_UNIT,
                                OneTimeRenderer.of().execute(new OneTime(site, PROGRAM)),
                                Effect.RESTART),
                        ManagedFile.open(
                                UNITS + SOCKET_UNIT,
                                SocketUnitRenderer.of().execute(new SocketUnit(site, CHROOT + SOCKET_INSIDE)),
                                Effect.RESTART),
                        Unit.running(SOCKET_UNIT)),
                List.of(
                        Check.of("sh", "-n", PROGRAM),
                        Check.of("systemd-analyze", "--man=no", "verify", UNITS + SOCKET_UNIT)),
                List.of(Verification.within(LISTENS_WITHIN, "systemctl", "is-active", SOCKET_UNIT)),
                Optional.empty()));
    }

    private static boolean oneAtATime(Layout layout) {
        return layout.site().balancer().mode() == Balancer.Mode.ACTIVE_PASSIVE;
    }

    private static boolean anotherServer(Layout layout, Machine machine) {
        return layout.reachedFrom(machine.name(), Service.WEB).size() > 1;
    }
}
