package dev.tandem.lab;

import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One lab on this computer.
 *
 * @param name its name
 * @param machines its machines and what they do
 */
public record LabSummary(LabName name, SortedMap<MachineName, MachineState> machines) {
    /** Copies the map. */
    public LabSummary {
        machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
    }
}
