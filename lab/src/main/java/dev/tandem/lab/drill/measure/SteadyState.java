package dev.tandem.lab.drill.measure;

import dev.tandem.control.observe.SiteStatus;
import dev.tandem.control.observe.StatusReading;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.AgentReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the site is when nothing is wrong: what {@code tandem status} calls well and, where there are agents, they too. */
public final class SteadyState {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Ground ground;
    private final Fleet fleet;
    private final List<DesiredMachine> desired;

    public SteadyState(Ground ground, Fleet fleet, List<DesiredMachine> desired) {
        this.ground = ground;
        this.fleet = fleet;
        this.desired = List.copyOf(desired);
    }

    /** Everything that is not as it should be; nothing when all is well. The agents are asked first: that costs less. */
    List<String> troubles() {
        List<String> troubles = agentsTroubles();
        if (!troubles.isEmpty()) {
            return troubles;
        }
        ground.machines().forEach(grip -> fleet.forget(grip.machine().name()));
        SiteStatus status = new StatusReading(fleet, ground.layout()).read(desired, Instant.now());
        return status.verdict() == SiteStatus.Verdict.WELL ? List.of() : status.troubles();
    }

    /** Waits until all is well; gives what is wrong in the end. */
    public List<String> await(Duration within) {
        Deadline deadline = Deadline.in(within);
        List<String> troubles = troubles();
        while (!troubles.isEmpty() && !deadline.passed()) {
            Deadline.pause(PAUSE);
            troubles = troubles();
        }
        return troubles;
    }

    private List<String> agentsTroubles() {
        if (!ground.hasAgents()) {
            return List.of();
        }
        List<String> troubles = new ArrayList<>();
        Map<String, AgentReport> agents = ground.agents();
        List<AgentReport> primaries =
                agents.values().stream().filter(AgentReport::takesWrites).toList();
        if (primaries.size() != 1) {
            troubles.add("primary with an open gate: " + Moment.primaries(agents));
        } else if (primaries.getFirst().partner().isEmpty()) {
            troubles.add("the primary has no partner: " + primaries.getFirst().sentence());
        }
        agents.forEach((machine, status) -> {
            if (!status.etcd()) {
                troubles.add(machine + ": its agent does not reach etcd");
            }
            if (status.tainted()) {
                troubles.add(machine + ": its database is tainted");
            }
        });
        return troubles;
    }
}
