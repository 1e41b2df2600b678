package dev.tandem.lab.drill;

import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;

/** What a drill that was killed may have left on a machine, and nothing but a drill would look for. */
public final class Leftovers {
    private Leftovers() {}

    /** Takes back what ageing shortened, where a script for that lies on a running machine. */
    public static void clear(NspawnMachine machine) {
        if (machine.state() == MachineState.RUNNING) {
            new Grip(machine).undoAgeing();
        }
    }
}
