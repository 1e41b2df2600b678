package dev.tandem.control.observe;

import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Maintenance;
import dev.tandem.control.model.Machine;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.Script;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a site's status: every machine at the same time, one question each. A machine that does not answer is part of it. */
public final class StatusReading {
    private static final String STATUS = Script.beside(StatusReading.class, "status.sh");
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Fleet fleet;
    private final Layout layout;

    public StatusReading(Fleet fleet, Layout layout) {
        this.fleet = fleet;
        this.layout = layout;
    }

    /** One reading, judged as of now. The desired machines say which units should run. */
    public SiteStatus read(List<DesiredMachine> desired, Instant now) {
        List<MachineStatus> machines = List.copyOf(
                InParallel.map(desired, DesiredMachine::machine, this::read).values());
        return Judgement.judge(layout, machines, now);
    }

    private MachineStatus read(DesiredMachine desired) {
        RemoteCommand command = RemoteCommand.script("read the status", STATUS)
                .reading(questions(desired))
                .within(WITHIN);
        try {
            return fleet.machine(desired.machine())
                    .require(command, answer -> StatusAnswer.read(desired.machine(), answer.lines()));
        } catch (RemoteException e) {
            return MachineStatus.unreachable(desired.machine(), String.valueOf(e.getMessage()));
        }
    }

    private String questions(DesiredMachine desired) {
        Machine machine = layout.machine(desired.machine());
        List<String> lines = new ArrayList<>();
        desired.components().stream()
                .flatMap(component -> component.items(Unit.class))
                .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING)
                .forEach(unit -> lines.add("unit " + unit.name()));
        lines.add("certificates " + Certificates.FOLDER);
        if (machine.has(Role.BALANCER)) {
            layout.virtualAddresses().forEach(address -> lines.add("address " + address));
            if (layout.site().virtualAddress().hook().isPresent()) {
                layout.virtualAddresses().forEach(address -> lines.add("move " + address));
            }
            lines.add("servers web");
            lines.add("maintenance " + Maintenance.FILE);
        }
        if (machine.has(Role.APP)) {
            lines.add("release " + layout.siteFolder() + "/current");
        }
        if (machine.has(Role.DATABASE)) {
            lines.add("database");
        }
        return String.join("\n", lines) + "\n";
    }
}
