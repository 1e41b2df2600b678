package dev.tandem.lab.machine;

import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;

/** A machine of the lab did not do what was asked of it. */
public final class MachineException extends LabException {
    MachineException(LabName lab, MachineName machine, String message) {
        super(machine + " of the lab " + lab + ": " + message, null);
    }
}
