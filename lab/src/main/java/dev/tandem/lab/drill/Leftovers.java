package dev.tandem.lab.drill;

import dev.tandem.lab.drill.age.Undo;
import dev.tandem.lab.drill.fault.OwnVolume;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;

/** What a drill, or one that was killed, may have left on machines, and nothing but a drill would look for. */
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Leftovers() {}

    /** Takes back what ageing shortened, where a script for that lies on a running machine. */
    public static void clear(NspawnMachine machine) {
        if (machine.state() == MachineState.RUNNING) {
            Undo.run(new Grip(machine));
        }
    }

    /** Undoes whatever faults a drill, or one before it that was killed, may have left. Idempotent. */
    static void clear(Ground ground) {
        ground.machines().forEach(grip -> clear(ground, grip));
        ground.agents().entrySet().stream()
                .filter(entry -> entry.getValue().paused())
                .findFirst()
                .ifPresent(entry -> ground.tellAgents(ground.machine(entry.getKey()), Grip.PATIENCE, "resume"));
    }

    private static void clear(Ground ground, Grip grip) {
        switch (grip.machine().state()) {
            case FROZEN -> grip.machine().thaw();
            case STOPPED -> grip.start(ground);
            case RUNNING, ABSENT -> {
                // Nothing to do.
            }
        }
        if (grip.machine().cutOff()) {
            grip.machine().heal();
        }
        grip.trying("nft delete table inet tandem_drill");
        grip.machine().allowance().release();
        grip.machine().volume().thaw();
        grip.trying(PATIENCE, "systemctl stop tandem-drill-burn tandem-drill-hog || true");
        OwnVolume.putBack(grip);
        grip.machine().volume().remove();
        Undo.run(grip);
        grip.trying("""
                for unit in mariadb tandem-agent keepalived haproxy tandem-router nginx tandem-runner etcd; do
                    for process in $(cat /sys/fs/cgroup/system.slice/$unit.service/cgroup.procs 2> /dev/null); do
                        kill -CONT $process || true
                    done
                done""");
        grip.trying("for unit in etcd; do systemctl is-enabled -q $unit && systemctl start $unit; done");
    }
}
