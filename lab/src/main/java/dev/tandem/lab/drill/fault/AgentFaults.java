package dev.tandem.lab.drill.fault;

import static dev.tandem.lab.drill.fault.Injections.killed;
import static dev.tandem.lab.drill.fault.Injections.running;
import static dev.tandem.lab.drill.fault.Injections.stopped;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Faults of the agents, and what one asks them to do. */
final class AgentFaults {
    static final String UNIT = "tandem-agent";
    private static final Set<Need> AGENTS = Set.of(Need.AGENTS);
    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final Duration SWITCHES_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final int MANY = 20;

    private AgentFaults() {}

    static List<Fault> all() {
        Limits none = Limits.nothingLost()
                .with(Measure.WRITE_OUTAGE, ConsensusFaults.UNNOTICED)
                .with(Measure.FAILED_WRITES, 0);
        Limits smooth = none.with(Measure.SLOWEST_WRITE, ConsensusFaults.UNNOTICED)
                .with(Measure.FAILED_HTTP_WRITES, 0)
                .with(Measure.FAILED_HTTP_READS, 0);
        Limits fenced = Limits.nothingLost().with(Measure.WRITE_OUTAGE, Duration.ofMillis(2500));
        return List.of(
                Faults.of(
                        "agent-killed",
                        "The primary's agent is killed.",
                        AGENTS,
                        none,
                        HOLD,
                        killed(Ground::primary, UNIT)),
                Faults.of(
                        "replica-agent-killed",
                        "The partner's agent is killed.",
                        AGENTS,
                        none,
                        HOLD,
                        killed(Ground::partner, UNIT)),
                Faults.of(
                        "agent-frozen",
                        "The primary's agent stands still (SIGSTOP) until systemd kills it.",
                        AGENTS,
                        fenced,
                        Duration.ofSeconds(15),
                        stopped(Ground::primary, UNIT)),
                Faults.of(
                        "agent-upgraded",
                        "The primary's agent is restarted, as an upgrade does.",
                        AGENTS,
                        none,
                        HOLD,
                        AgentFaults::restarted),
                new Fault(
                        "switchover",
                        "The primary hands over as planned.",
                        AGENTS,
                        smooth,
                        HOLD,
                        Fault.Clients.APPLICATION,
                        ground -> switched(ground, 1)),
                new Fault(
                        "switchover-20",
                        "Twenty planned switchovers in a row.",
                        AGENTS,
                        smooth,
                        HOLD,
                        Fault.Clients.APPLICATION,
                        ground -> switched(ground, MANY)));
    }

    private static Struck restarted(Ground ground) {
        Grip grip = ground.primary();
        long before = running(grip, UNIT);
        grip.sh("systemctl restart tandem-agent");
        long after = running(grip, UNIT);
        return Struck.done(
                "agent of " + grip.name() + " restarted",
                before != after ? Optional.of("process " + before + " became " + after) : Optional.empty());
    }

    /** Each time the one waits until a partner is there again. */
    private static Struck switched(Ground ground, int times) {
        List<String> primaries = new ArrayList<>(List.of(ground.primary().name()));
        for (int time = 0; time < times; time++) {
            ground.awaitPartner(READY_WITHIN);
            Grip from = ground.primary();
            ground.tellAgents(from, SWITCHES_WITHIN, "switchover");
            Grip.soon(READY_WITHIN, () -> !ground.primary().name().equals(from.name()));
            primaries.add(ground.primary().name());
        }
        long changes = primaries.stream()
                .reduce(new Changes("", 0), Changes::then, (one, _) -> one)
                .count();
        return Struck.done(
                times + " switchovers",
                changes == times + 1L ? Optional.of("primaries: " + String.join(", ", primaries)) : Optional.empty());
    }

    /** How often the name differed from the one before it. */
    private record Changes(String last, long count) {
        Changes then(String next) {
            return next.equals(last) ? this : new Changes(next, count + 1);
        }
    }
}
