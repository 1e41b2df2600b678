package dev.tandem.lab;

import dev.tandem.lab.machine.ConvergeOutcome;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What `up` did. Every machine in it that is not STOPPED has answered by SSH.
 *
 * @param image the image that new disks lie on
 * @param outcomes what was done to each machine
 * @param keptOldImage machines whose disk lies on another image, with its name; a new disk would have the new one
 * @param took from the lock to the last machine's answer
 */
public record UpReport(
        String image,
        Map<MachineName, ConvergeOutcome> outcomes,
        Map<MachineName, String> keptOldImage,
        Duration took) {
    /** Copies the maps in the order of names. */
    public UpReport {
        outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
        keptOldImage = Collections.unmodifiableMap(new TreeMap<>(keptOldImage));
    }
}
