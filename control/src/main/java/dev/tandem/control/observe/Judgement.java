package dev.tandem.control.observe;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges a reading of a site. Pure. */
final class Judgement {
    private static final long LAG_WORTH_TELLING_SECONDS = 10;

    /** With a megabyte a second, which is a busy site, a quarter of an hour. */
    private static final long FREE_WORTH_TELLING_MEGABYTES = 1024;

    /** systemd's words for the unit of a hook that has worked. */
    private static final String MOVED = "active/exited";

    /** Plans renew within the last 30 days: whoever has less than this left has not applied for long. */
    private static final Duration CERTIFICATE_WORTH_TELLING = Duration.ofDays(14);

    private final Layout layout;
    private final Instant now;
    private final Map<MachineName, MachineStatus> machines;
    private final List<String> grave = new ArrayList<>();
    private final List<String> lesser = new ArrayList<>();

    private Judgement(Layout layout, List<MachineStatus> machines, Instant now) {
        this.layout = layout;
        this.now = now;
        this.machines = machines.stream().collect(Collectors.toMap(MachineStatus::machine, Function.identity()));
    }

    static SiteStatus judge(Layout layout, List<MachineStatus> machines, Instant now) {
        Judgement judgement = new Judgement(layout, machines, now);
        judgement.judgeMachines(machines);
        layout.virtualAddresses().forEach(judgement::judgeVirtualAddress);
        judgement.judgeMaintenance();
        judgement.judgeServers();
        judgement.judgeReleases();
        judgement.judgeDatabases();
        machines.forEach(judgement::judgeCertificates);
        return judgement.status(machines);
    }

    private SiteStatus status(List<MachineStatus> all) {
        List<String> troubles = new ArrayList<>(grave);
        troubles.addAll(lesser);
        SiteStatus.Verdict verdict = SiteStatus.Verdict.WELL;
        if (!grave.isEmpty()) {
            verdict = SiteStatus.Verdict.DOWN;
        } else if (!lesser.isEmpty()) {
            verdict = SiteStatus.Verdict.DEGRADED;
        }
        return new SiteStatus(verdict, all, troubles);
    }

    private void judgeMachines(List<MachineStatus> all) {
        for (MachineStatus status : all) {
            status.unreachable().ifPresent(why -> lesser.add(why));
            status.units().forEach((unit, activity) -> {
                if (!activity.equals("active") && !activity.equals("reloading")) {
                    lesser.add(status.machine() + ": " + unit + " is " + activity);
                }
            });
        }
    }

    private void judgeVirtualAddress(Ipv4Address address) {
        List<MachineStatus> owners = layout.site().machinesWith(Role.BALANCER).stream()
                .map(this::status)
                .filter(status -> status.virtualAddresses().contains(address.toString()))
                .toList();
        if (owners.isEmpty()) {
            grave.add("no balancer owns the virtual address " + address);
        } else if (owners.size() > 1) {
            grave.add("the virtual address " + address + " is on "
                    + owners.stream().map(owner -> owner.machine().value()).collect(Collectors.joining(" and "))
                    + " at once");
        } else {
            judgeMove(address, owners.getFirst());
            judgeHome(address, owners.getFirst());
        }
    }

    /** Where a hook moves addresses, users come to the owner only when the hook has done its work. */
    private void judgeMove(Ipv4Address address, MachineStatus owner) {
        String state = owner.moves().getOrDefault(address.toString(), MOVED);
        if (state.equals("activating/start")) {
            lesser.add(owner.machine() + ": the hook that brings " + address + " here is running");
        } else if (!state.equals(MOVED)) {
            grave.add(owner.machine() + ": the hook that brings " + address + " here has not worked (" + state
                    + "), so users may not come here. Why: tandem logs " + owner.machine() + " -u tandem-address@"
                    + address);
        }
    }

    /** One of several addresses that is not at home means that a balancer was away, or still is. */
    private void judgeHome(Ipv4Address address, MachineStatus owner) {
        MachineName home = layout.homes(address).getFirst().name();
        boolean homeIsThere = status(layout.machine(home)).unreachable().isEmpty();
        if (layout.site().virtualAddress().isShared()
                && homeIsThere
                && !owner.machine().equals(home)) {
            lesser.add(owner.machine() + ": it has the virtual address " + address + " for " + home);
        }
    }

    /** Meant, but never to be forgotten; and balancers that differ send some users away and let others in. */
    private void judgeMaintenance() {
        List<MachineStatus> balancers = layout.site().machinesWith(Role.BALANCER).stream()
                .map(this::status)
                .filter(status -> status.unreachable().isEmpty())
                .toList();
        List<MachineStatus> closed = balancers.stream()
                .filter(status -> status.maintenanceSeconds().isPresent())
                .toList();
        if (closed.isEmpty()) {
            return;
        }
        if (closed.size() == balancers.size()) {
            lesser.add("maintenance is on: users get 503. Next: tandem maintenance off");
        } else {
            lesser.add("maintenance is on on " + names(closed) + " only, so that some users get 503 and others do not."
                    + " Next: tandem maintenance on, or off");
        }
    }

    private static String names(List<MachineStatus> machines) {
        return machines.stream().map(status -> status.machine().value()).collect(Collectors.joining(", "));
    }

    private void judgeServers() {
        for (Machine balancer : layout.site().machinesWith(Role.BALANCER)) {
            MachineStatus status = status(balancer);
            status.servers().forEach((server, health) -> {
                if (!health.startsWith("UP") && !health.equals("no check")) {
                    lesser.add(balancer.name() + ": HAProxy says " + server + " is " + health);
                }
            });
            boolean noneUp = status.servers().values().stream().noneMatch(health -> health.startsWith("UP"));
            if (status.ownsVirtualAddress() && noneUp) {
                grave.add(balancer.name() + ": no server is up, so users get errors");
            }
        }
    }

    private void judgeReleases() {
        Set<String> releases = layout.site().machinesWith(Role.APP).stream()
                .flatMap(machine -> status(machine).release().stream())
                .collect(Collectors.toSet());
        if (releases.size() > 1) {
            lesser.add("the application machines run different releases: "
                    + releases.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private void judgeDatabases() {
        Map<MachineName, AgentReport> reports = reports();
        Optional<ClusterState> state = reports.values().stream()
                .flatMap(report -> report.state().stream())
                .max(Comparator.comparingLong(ClusterState::term));
        List<MachineName> open = reports.entrySet().stream()
                .filter(report -> report.getValue().role().equals("primary")
                        && report.getValue().open())
                .map(Map.Entry::getKey)
                .toList();
        if (open.size() > 1) {
            grave.add(
                    open.getFirst() + " and " + open.getLast() + " both say that they are the primary and take writes");
        }
        if (state.isEmpty()) {
            grave.add("no machine is known to be the primary database, so nobody can write" + sentences(reports));
        } else if (!open.contains(state.get().primary())) {
            grave.add(state.get().primary() + ": the primary database does not take writes" + sentences(reports));
        }
        layout.databases().stream()
                .filter(machine -> status(machine).unreachable().isEmpty() && !reports.containsKey(machine.name()))
                .forEach(machine -> lesser.add(machine.name() + ": its database agent says nothing. Why: tandem logs "
                        + machine.name() + " -u tandem-agent"));
        state.ifPresent(decided -> judgeReplicas(decided, reports));
        reports.forEach(this::judgeReport);
    }

    private Map<MachineName, AgentReport> reports() {
        Map<MachineName, AgentReport> reports = new LinkedHashMap<>();
        layout.databases()
                .forEach(machine -> status(machine).agent().ifPresent(report -> reports.put(machine.name(), report)));
        return reports;
    }

    /** What the agents say, where users are concerned at once. */
    private static String sentences(Map<MachineName, AgentReport> reports) {
        return reports.entrySet().stream()
                .map(report -> "\n" + report.getKey() + ": " + report.getValue().sentence())
                .collect(Collectors.joining());
    }

    private void judgeReplicas(ClusterState state, Map<MachineName, AgentReport> reports) {
        if (state.partner() == null && layout.databases().size() > 1) {
            lesser.add("the primary database " + state.primary()
                    + " has no partner: if it dies now, nobody takes over until it is back");
        }
        reports.forEach((name, report) -> {
            report.state()
                    .filter(known -> known.term() < state.term())
                    .ifPresent(known -> lesser.add(
                            name + ": its agent knows of term " + known.term() + " only, it is term " + state.term()));
            if (!state.isPrimary(name)) {
                judgeReplica(name, report);
            }
        });
    }

    private void judgeReplica(MachineName name, AgentReport report) {
        if (!report.follows()) {
            lesser.add(name + ": the replica does not follow the primary: " + report.sentence());
        }
        report.lagSeconds().ifPresent(seconds -> {
            if (seconds > LAG_WORTH_TELLING_SECONDS) {
                lesser.add(name + ": the replica is " + seconds + " s behind");
            }
        });
    }

    private void judgeReport(MachineName name, AgentReport report) {
        if (!report.etcd()) {
            lesser.add(name + ": etcd does not answer its database agent");
        }
        if (report.paused()) {
            lesser.add(name + ": its database agent is paused: nobody takes over. Next: tandem db resume");
        }
        if (report.tainted()) {
            lesser.add(name + ": its data is not known to be its partner's: somebody killed a commit that waited. "
                    + (report.role().equals("primary")
                            ? "Next: tandem db switchover, then it is copied anew"
                            : "It is copied anew"));
        }
        report.freeMegabytes().ifPresent(left -> {
            if (left < FREE_WORTH_TELLING_MEGABYTES) {
                lesser.add(
                        name + ": " + left + " MiB are left for its database, which stops when there is nothing left."
                                + " Next: make room in or around /var/lib/mysql, or give the machine a larger disk");
            }
        });
    }

    private void judgeCertificates(MachineStatus status) {
        status.certificates().forEach((use, end) -> {
            String whose = status.machine() + ": its certificate for " + use;
            if (end.isBefore(now)) {
                lesser.add(whose + " has ended. Next: tandem apply makes a new one");
            } else if (end.isBefore(now.plus(CERTIFICATE_WORTH_TELLING))) {
                long days = Duration.between(now, end).toDays();
                lesser.add(whose + " ends in " + days + " days. Next: tandem apply makes a new one");
            }
        });
    }

    private MachineStatus status(Machine machine) {
        MachineStatus status = machines.get(machine.name());
        if (status == null) {
            throw new IllegalArgumentException(machine.name() + " was not asked");
        }
        return status;
    }
}
