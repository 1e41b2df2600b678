package dev.tandem.control.observe;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges a reading of a site. Pure. */
final class Judgement {
    /** systemd's words for the unit of a hook that has worked. */
    private static final String MOVED = "active/exited";

    /** Plans renew within the last 30 days: whoever has less than this left has not applied for long. */
    private static final Duration CERTIFICATE_WORTH_TELLING = Duration.ofDays(14);

    private final Layout layout;
    private final Instant now;
    private final Map<MachineName, MachineStatus> machines;
    private final Findings findings = new Findings();

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
        return new SiteStatus(findings.verdict(), findings.isSeenDown(), all, findings.troubles());
    }

    private void judgeMachines(List<MachineStatus> all) {
        for (MachineStatus status : all) {
            status.unreachable().ifPresent(findings::lesser);
            status.units().forEach((unit, activity) -> {
                if (!activity.equals("active") && !activity.equals("reloading")) {
                    findings.lesser(status.machine() + ": " + unit + " is " + activity);
                }
            });
        }
    }

    private void judgeVirtualAddress(Ipv4Address address) {
        List<MachineStatus> balancers = layout.site().machinesWith(Role.BALANCER).stream()
                .map(this::status)
                .toList();
        List<MachineStatus> owners = balancers.stream()
                .filter(status -> status.virtualAddresses().contains(address.toString()))
                .toList();
        List<MachineStatus> unasked = balancers.stream()
                .filter(status -> status.unreachable().isPresent())
                .toList();
        if (owners.isEmpty() && unasked.isEmpty()) {
            findings.grave("no balancer owns the virtual address " + address);
        } else if (owners.isEmpty()) {
            findings.unknown("no balancer that answered owns the virtual address " + address + "; " + names(unasked)
                    + " could not be asked");
        } else if (owners.size() > 1) {
            findings.grave("the virtual address " + address + " is on "
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
            findings.lesser(owner.machine() + ": the hook that brings " + address + " here is running");
        } else if (!state.equals(MOVED)) {
            findings.grave(owner.machine() + ": the hook that brings " + address + " here has not worked (" + state
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
            findings.lesser(owner.machine() + ": it has the virtual address " + address + " for " + home);
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
            findings.lesser("maintenance is on: users get 503. Next: tandem maintenance off");
        } else {
            findings.lesser("maintenance is on on " + names(closed)
                    + " only, so that some users get 503 and others do not. Next: tandem maintenance on, or off");
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
                    findings.lesser(balancer.name() + ": HAProxy says " + server + " is " + health);
                }
            });
            boolean noneUp = status.servers().values().stream().noneMatch(health -> health.startsWith("UP"));
            if (status.ownsVirtualAddress() && noneUp) {
                findings.grave(balancer.name() + ": no server is up, so users get errors");
            }
        }
    }

    private void judgeReleases() {
        Set<String> releases = layout.site().machinesWith(Role.APP).stream()
                .flatMap(machine -> status(machine).release().stream())
                .collect(Collectors.toSet());
        if (releases.size() > 1) {
            findings.lesser("the application machines run different releases: "
                    + releases.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private void judgeDatabases() {
        Map<MachineName, DatabaseReading.Member> members = new LinkedHashMap<>();
        for (Machine machine : layout.databases()) {
            MachineStatus status = status(machine);
            members.put(machine.name(), new DatabaseReading.Member(status.agent(), status.unreachable()));
        }
        DatabaseJudgement.judge(new DatabaseReading(members), findings);
    }

    private void judgeCertificates(MachineStatus status) {
        status.certificates().forEach((use, end) -> {
            String whose = status.machine() + ": its certificate for " + use;
            if (end.isBefore(now)) {
                findings.lesser(whose + " has ended. Next: tandem apply makes a new one");
            } else if (end.isBefore(now.plus(CERTIFICATE_WORTH_TELLING))) {
                long days = Duration.between(now, end).toDays();
                findings.lesser(whose + " ends in " + days + " days. Next: tandem apply makes a new one");
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
