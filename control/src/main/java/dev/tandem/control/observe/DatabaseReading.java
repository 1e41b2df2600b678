package dev.tandem.control.observe;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the database agents of a site say, all asked at the same time.
 *
 * @param members by machine, in the order of the site's file
 */
public record DatabaseReading(Map<MachineName, Member> members) {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    /**
     * One machine.
     *
     * @param trouble why it could not be asked, or why that says nothing; empty where there is a report
     */
    public record Member(Optional<AgentReport> report, String trouble) {}

    /** Asks; a machine that does not answer is part of it. */
    public static DatabaseReading read(Fleet fleet, List<MachineName> machines) {
        return new DatabaseReading(
                new LinkedHashMap<>(InParallel.map(machines, machine -> machine, machine -> read(fleet, machine))));
    }

    private static Member read(Fleet fleet, MachineName machine) {
        // Not what an agent said that has not said anything since.
        RemoteCommand command = RemoteCommand.script(
                        "hear what the database agent says",
                        "find /run/tandem-agent/status.json -newermt '-5 seconds' -exec cat {} + 2>/dev/null || true")
                .within(WITHIN);
        try {
            return AgentReport.parse(fleet.machine(machine).require(command).text())
                    .map(report -> new Member(Optional.of(report), ""))
                    .orElseGet(() -> new Member(Optional.empty(), "its agent says nothing"));
        } catch (RemoteException e) {
            return new Member(Optional.empty(), "does not answer: " + e.getMessage());
        }
    }

    /** The newest of what they know to be decided. */
    public Optional<ClusterState> state() {
        return members.values().stream()
                .flatMap(member -> member.report().stream())
                .flatMap(report -> report.state().stream())
                .max(Comparator.comparingLong(ClusterState::term));
    }

    /** The primary now; none when nobody knows. */
    public Optional<MachineName> primary() {
        return state().map(ClusterState::primary);
    }

    /** The machines whose agents say something, the primary first. */
    public List<MachineName> speaking() {
        return members.entrySet().stream()
                .filter(member -> member.getValue().report().isPresent())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(machine -> !primary().equals(Optional.of(machine))))
                .toList();
    }

    /** What each says, or why it says nothing, in one line a machine. */
    public String sentences() {
        return members.entrySet().stream()
                .map(member -> member.getKey() + ": "
                        + member.getValue()
                                .report()
                                .map(AgentReport::sentence)
                                .orElse(member.getValue().trouble()))
                .collect(Collectors.joining("\n"));
    }
}
