package dev.tandem.control.observe;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.AgentReport;
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
    /** Not what an agent said that has not said anything since, nor what it said before the clock was set back. */
    static final String FRESH_REPORT = "find " + AgentReport.FILE + " -newermt '-5 seconds' ! -newermt '+5 seconds'";

    private static final Duration WITHIN = Duration.ofSeconds(10);

    /**
     * One machine.
     *
     * @param report what its agent says; none when that says nothing, or when the machine could not be asked
     * @param unreachable why it could not be asked, if it could not
     */
    public record Member(Optional<AgentReport> report, Optional<String> unreachable) {
        /** Why there is no report; empty where there is one. */
        public String trouble() {
            return report.isPresent()
                    ? ""
                    : unreachable.map(why -> "does not answer: " + why).orElse("its agent says nothing");
        }
    }

    /** Asks; a machine that does not answer is part of it. */
    public static DatabaseReading read(Fleet fleet, List<MachineName> machines) {
        return new DatabaseReading(
                new LinkedHashMap<>(InParallel.map(machines, machine -> machine, machine -> read(fleet, machine))));
    }

    /** What one machine's agent says; none when it says nothing. Throws RemoteException when the machine cannot be asked. */
    public static Optional<AgentReport> report(Remote machine) {
        RemoteCommand command = RemoteCommand.script(
                        "hear what the database agent says", FRESH_REPORT + " -exec cat {} + 2>/dev/null || true")
                .within(WITHIN);
        return ReportText.read(machine.require(command).text());
    }

    private static Member read(Fleet fleet, MachineName machine) {
        try {
            return new Member(report(fleet.machine(machine)), Optional.empty());
        } catch (RemoteException e) {
            return new Member(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** What the machines' agents say, without those that say nothing. */
    Map<MachineName, AgentReport> reports() {
        Map<MachineName, AgentReport> reports = new LinkedHashMap<>();
        members.forEach((machine, member) -> member.report().ifPresent(report -> reports.put(machine, report)));
        return reports;
    }

    /** The machines that could not be asked. */
    List<MachineName> unasked() {
        return members.entrySet().stream()
                .filter(member -> member.getValue().unreachable().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The newest of what they know to be decided. Within a term a partner comes and goes: whom etcd answers knows that, and
     * then the primary, because it decides that itself.
     */
    public Optional<ClusterState> state() {
        return reports().entrySet().stream()
                .flatMap(report -> report.getValue().state().stream()
                        .map(state -> new Known(state, report.getValue().etcd(), state.isPrimary(report.getKey()))))
                .max(Comparator.comparingLong((Known known) -> known.state().term())
                        .thenComparing(Known::fromEtcd)
                        .thenComparing(Known::own))
                .map(Known::state);
    }

    /** What one agent knows to be decided, and how well it can know that. */
    private record Known(ClusterState state, boolean fromEtcd, boolean own) {}

    /** The primary now; none when nobody knows. */
    public Optional<MachineName> primary() {
        return state().map(ClusterState::primary);
    }

    /** Whether a machine says that it is the primary and that clients can write to it. */
    public boolean serves(MachineName machine) {
        return Optional.ofNullable(members.get(machine))
                .flatMap(Member::report)
                .filter(AgentReport::serves)
                .isPresent();
    }

    /** Whether nothing is known of a machine now: it could not be asked, or its agent says nothing. */
    public boolean isSilent(MachineName machine) {
        return Optional.ofNullable(members.get(machine)).flatMap(Member::report).isEmpty();
    }

    /** The machines whose agents say something: those that etcd answers first, and of these the primary. */
    public List<MachineName> speaking() {
        Optional<MachineName> primary = primary();
        return reports().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<MachineName, AgentReport> report) ->
                                !report.getValue().etcd())
                        .thenComparing(report -> !primary.equals(Optional.of(report.getKey()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is not as it should be, judged as in the status of the whole site. */
    public Findings findings() {
        Findings findings = new Findings();
        DatabaseJudgement.judge(this, findings);
        members.values().forEach(member -> member.unreachable().ifPresent(findings::lesser));
        return findings;
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
