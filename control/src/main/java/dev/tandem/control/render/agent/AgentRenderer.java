package dev.tandem.control.render.agent;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.AgentFiles;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
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
import dev.tandem.protocol.AgentProgram;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The agent on database machines, which leads MariaDB, and on application machines, where it leads the router; and the gate in
 * the kernel before each database.
 */
public final class AgentRenderer implements Renderer {
    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.AGENT);
    static final InstalledCertificate CONSENSUS_IDENTITY = new InstalledCertificate(CertificateUse.CONSENSUS_CLIENT);
    static final String PASSWORD_FILE = "/etc/tandem/replication.password";

    private static final String CONFIGURATION = AgentProgram.CONFIGURATION;
    private static final String UNITS = "/etc/systemd/system/";

    private static final Duration LOADED_WITHIN = Duration.ofSeconds(5);
    private static final Duration SPEAKS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ONE_TRY = Duration.ofSeconds(5);

    /** The agent's unit. */
    @JStache(path = "dev/tandem/control/render/agent/tandem-agent.service.mustache")
    record AgentUnit(DomainName site, boolean database, String program, String configuration) {}

    /**
     * The gate's rules.
     *
     * @param applications the addresses of those who may come to the port, when the gate lets them
     * @param partners the same for the replication port
     */
    @JStache(path = "dev/tandem/control/render/agent/gate.nft.mustache")
    record GateRules(
            DomainName site,
            Ipv4Address address,
            Port port,
            String applications,
            Port replicationPort,
            String partners) {}

    /** What loads them. */
    @JStache(path = "dev/tandem/control/render/agent/tandem-gate.service.mustache")
    record GateUnit(DomainName site, String file) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        List<Component> components = new ArrayList<>();
        if (machine.has(Role.DATABASE)) {
            components.add(gate(request.layout(), machine));
        }
        if (machine.has(Role.DATABASE) || machine.has(Role.APP)) {
            components.add(agent(request, machine));
        }
        return components;
    }

    private static Component gate(Layout layout, Machine machine) {
        DomainName site = layout.site().name();
        GateRules rules = new GateRules(
                site,
                machine.address(),
                layout.port(Service.DATABASE),
                comers(layout, machine, Service.DATABASE),
                layout.port(Service.REPLICATION),
                comers(layout, machine, Service.REPLICATION));
        String unit = UNITS + "tandem-gate.service";
        return new Component(
                "gate",
                Stage.AGENT,
                List.of(
                        folder(),
                        ManagedFile.open(AgentFiles.GATE, GateRulesRenderer.of().execute(rules), Effect.RELOAD),
                        // Also a new unit need not be started anew: what was loaded stays loaded.
                        ManagedFile.open(
                                unit,
                                GateUnitRenderer.of().execute(new GateUnit(site, AgentFiles.GATE)),
                                Effect.RELOAD),
                        Unit.running("tandem-gate.service")),
                List.of(Check.of("nft", "--check", "--file", AgentFiles.GATE), verifies(unit)),
                List.of(Verification.within(
                        LOADED_WITHIN, "nft", "--terse", "list", "chain", "inet", "tandem_gate", "in")),
                Optional.empty());
    }

    /** Whoever works on the machine itself hears that the gate is shut, too; the firewall's table has refused all but root by then. */
    private static String comers(Layout layout, Machine machine, Service service) {
        return Stream.concat(Stream.of(machine), layout.reaching(machine.name(), service).stream())
                .map(Machine::address)
                .distinct()
                .map(Ipv4Address::toString)
                .collect(Collectors.joining(", "));
    }

    private static Component agent(Request request, Machine machine) {
        Layout layout = request.layout();
        boolean database = machine.has(Role.DATABASE);
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, "root", Effect.RELOAD));
        items.add(folder());
        items.add(ManagedFile.open(
                CONFIGURATION,
                AgentConfigurationRenderer.of().execute(AgentConfiguration.of(layout, machine)),
                Effect.RESTART));
        if (database) {
            items.addAll(CONSENSUS_IDENTITY.items(request, machine, "root", Effect.RELOAD));
            // The agent reads it at each connect, so a new one wakes nobody.
            items.add(ManagedFile.secret(
                    PASSWORD_FILE,
                    Ownership.PRIVATE,
                    request.secrets().get(SecretName.DATABASE_REPLICATION) + "\n",
                    Effect.NONE));
        }
        String unit = UNITS + "tandem-agent.service";
        items.add(ManagedFile.open(
                unit,
                AgentUnitRenderer.of()
                        .execute(new AgentUnit(layout.site().name(), database, AgentFiles.PROGRAM, CONFIGURATION)),
                Effect.RESTART));
        items.add(new Link(new MachinePath(AgentFiles.PROGRAM), request.agent().id(), Effect.RESTART));
        items.add(Unit.running("tandem-agent.service"));
        return new Component(
                "agent",
                Stage.AGENT,
                items,
                List.of(verifies(unit)),
                database ? List.of(speaks(request)) : List.of(),
                Optional.empty());
    }

    /** In each of the two components: whichever changes alone needs it. */
    private static Directory folder() {
        return new Directory(new MachinePath(AgentFiles.FOLDER), Ownership.PUBLIC_DIRECTORY);
    }

    private static Check verifies(String unit) {
        return Check.of("systemd-analyze", "--man=no", "verify", unit);
    }

    /**
     * systemd knows that it started; this knows that its loop goes round and that it understands what etcd holds. An agent that does not
     * is not put on the next machine. The version that the site should have is asked, which lies there already, by its own folder: where an
     * older one comes back because this one says nothing, it is asked the same, and the older program need not know the question.
     */
    private static Verification speaks(Request request) {
        return Verification.within(
                SPEAKS_WITHIN,
                AgentProgram.command(
                                request.agent().path().value(), AgentProgram.SPEAKS, Long.toString(ONE_TRY.toSeconds()))
                        .toArray(String[]::new));
    }
}
