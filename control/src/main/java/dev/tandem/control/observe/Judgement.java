package dev.tandem.control.observe;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges a reading of a site. Pure. */
final class Judgement {
    private static final long LAG_WORTH_TELLING_SECONDS = 10;

    private final Layout layout;
    private final Map<MachineName, MachineStatus> machines;
    private final List<String> grave = new ArrayList<>();
    private final List<String> lesser = new ArrayList<>();

    private Judgement(Layout layout, List<MachineStatus> machines) {
        this.layout = layout;
        this.machines = machines.stream().collect(Collectors.toMap(MachineStatus::machine, Function.identity()));
    }

    static SiteStatus judge(Layout layout, List<MachineStatus> machines) {
        Judgement judgement = new Judgement(layout, machines);
        judgement.judgeMachines(machines);
        judgement.judgeVirtualAddress();
        judgement.judgeMaintenance();
        judgement.judgeServers();
        judgement.judgeReleases();
        judgement.judgePrimary();
        layout.replicas().forEach(judgement::judgeReplica);
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

    private void judgeVirtualAddress() {
        List<String> owners = layout.site().machinesWith(Role.BALANCER).stream()
                .map(this::status)
                .filter(MachineStatus::ownsVirtualAddress)
                .map(status -> status.machine().value())
                .toList();
        if (owners.isEmpty()) {
            grave.add("no balancer owns the virtual address " + layout.virtualAddress());
        } else if (owners.size() > 1) {
            grave.add("the virtual address " + layout.virtualAddress() + " is on " + String.join(" and ", owners)
                    + " at once");
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

    private void judgePrimary() {
        MachineName primary = layout.primary().name();
        status(layout.primary())
                .database()
                .ifPresentOrElse(
                        database -> {
                            if (database.readOnly()) {
                                grave.add(primary + ": the primary is read-only, so nobody can write");
                            }
                        },
                        () -> grave.add(primary + ": the primary database does not answer, so nobody can write"));
    }

    private void judgeReplica(Machine machine) {
        MachineStatus status = status(machine);
        if (status.unreachable().isPresent()) {
            return;
        }
        status.database()
                .ifPresentOrElse(
                        database -> judgeReplica(machine.name(), database),
                        () -> lesser.add(machine.name() + ": the replica does not answer"));
    }

    private void judgeReplica(MachineName name, MachineStatus.Database database) {
        if (!database.following()) {
            lesser.add(name + ": the replica does not follow the primary"
                    + (database.error().isEmpty() ? "" : ": " + database.error()));
        }
        if (!database.readOnly()) {
            lesser.add(name + ": the replica is not read-only");
        }
        database.lagSeconds().ifPresent(lag -> {
            if (lag > LAG_WORTH_TELLING_SECONDS) {
                lesser.add(name + ": the replica is " + lag + " s behind");
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
