package dev.tandem.lab.drill.ground;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.ReportText;
import dev.tandem.lab.Lab;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What drills are done on: the lab's machines, and who of them does what at the moment. */
public final class Ground {
    private static final String AGENT = "/opt/tandem/agent/current/agent.jar";

    private final Layout layout;
    private final Map<String, Grip> machines = new LinkedHashMap<>();
    private final Grip client;
    private final LabNetwork network;

    public Ground(Lab lab, LabName name, Layout layout, MachineName client, LabNetwork network) {
        this.layout = layout;
        this.network = network;
        layout.machines()
                .forEach(machine -> machines.put(machine.name().value(), new Grip(lab.machine(name, machine.name()))));
        this.client = new Grip(lab.machine(name, client));
    }

    public Layout layout() {
        return layout;
    }

    public LabNetwork network() {
        return network;
    }

    /** The machine that is only a user. */
    public Grip client() {
        return client;
    }

    /** A folder on the disk that all machines of the lab share. */
    public Path disk() {
        return client.onDisk("/var/tmp");
    }

    public List<Grip> machines() {
        return List.copyOf(machines.values());
    }

    public Grip machine(String name) {
        Grip grip = machines.get(name);
        if (grip == null) {
            throw new IllegalArgumentException("the site has no machine " + name);
        }
        return grip;
    }

    public List<Grip> with(Role role) {
        return layout.site().machinesWith(role).stream()
                .map(Machine::name)
                .map(name -> machine(name.value()))
                .toList();
    }

    /** Whether the databases have agents. */
    public boolean hasAgents() {
        return with(Role.DATABASE).stream()
                .anyMatch(grip -> grip.trying("test -e \"$1\"", AGENT).isPresent());
    }

    /** What the agents say, by machine; one that says nothing is left out. */
    public Map<String, AgentReport> agents() {
        Map<String, AgentReport> all = new TreeMap<>();
        for (Grip grip : with(Role.DATABASE)) {
            grip.read(AgentReport.FILE).flatMap(ReportText::read).ifPresent(status -> all.put(grip.name(), status));
        }
        return all;
    }

    /** The machine whose database may be written to now. */
    public Grip primary() {
        Map<String, AgentReport> agents = agents();
        Optional<String> acting = agents.entrySet().stream()
                .filter(entry -> entry.getValue().takesWrites())
                .map(Map.Entry::getKey)
                .findFirst();
        Optional<String> named = agents.values().stream()
                .flatMap(status -> status.primary().stream())
                .findFirst();
        return acting.or(() -> named)
                .map(this::machine)
                .orElseGet(() -> with(Role.DATABASE).getFirst());
    }

    /** The reign that it is, as the agents know; none where they know of none. */
    public OptionalLong term() {
        return agents().values().stream()
                .flatMap(status -> status.state().stream())
                .mapToLong(ClusterState::term)
                .max();
    }

    /** The replica that would take over; without agents, the first replica. */
    public Grip partner() {
        Grip primary = primary();
        return recordedPartner(primary)
                .map(partner -> machine(partner.machine().value()))
                .orElseGet(() -> with(Role.DATABASE).stream()
                        .filter(grip -> !grip.name().equals(primary.name()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the site has no second database")));
    }

    /** The replica that is known to hold everything, and which life of it, as the primary's agent knows; empty when there is none. */
    public Optional<Partner> recordedPartner() {
        return recordedPartner(primary());
    }

    /** Waits until there is one; false when none came. */
    public boolean awaitPartner(Duration within) {
        return Grip.soon(within, () -> recordedPartner().isPresent());
    }

    private Optional<Partner> recordedPartner(Grip primary) {
        return Optional.ofNullable(agents().get(primary.name()))
                .flatMap(AgentReport::state)
                .map(ClusterState::partner);
    }

    /** The balancer that has the virtual address now. */
    public Grip owner() {
        String address = layout.virtualAddresses().getFirst().toString();
        return with(Role.BALANCER).stream()
                .filter(grip -> grip.trying("ip -brief -4 address show to \"$1\"", address)
                        .filter(text -> !text.isEmpty())
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no balancer has the virtual address"));
    }

    /** An application machine that is not the primary. */
    public Grip otherServer() {
        Grip primary = primary();
        return with(Role.APP).stream()
                .filter(grip -> !grip.name().equals(primary.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the site has no second application machine"));
    }

    /** A web server that is not the primary, and not the only one. */
    public Grip webServer() {
        List<Grip> all = with(Role.WEB);
        Grip primary = primary();
        return all.stream()
                .filter(grip -> all.size() > 1 && !grip.name().equals(primary.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the site has no second web server"));
    }

    /** The machines with a member of etcd. */
    public List<Grip> voters() {
        return layout.voters().stream()
                .map(Machine::name)
                .map(name -> machine(name.value()))
                .toList();
    }

    /** Tells the agents that the failovers so far were meant: after three of them they would wait for a human. */
    public void resume() {
        if (hasAgents()) {
            tellAgents(primary(), Grip.PATIENCE, "resume");
        }
    }

    /** An operator's command to all agents, given on one machine. */
    public void tellAgents(Grip on, Duration within, String command) {
        on.sh(
                within,
                "java -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar \"$1\" \"$2\" /etc/tandem/agent/agent.properties",
                AGENT,
                command);
    }
}
