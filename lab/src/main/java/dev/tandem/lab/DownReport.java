package dev.tandem.lab;

import java.time.Duration;
import java.util.List;

/**
 * What `down` did.
 *
 * @param found whether there was anything of the lab
 * @param remains what could not be removed, a line each; empty when nothing of the lab is left
 * @param took how long
 */
public record DownReport(boolean found, List<String> remains, Duration took) {
    /** Copies the list. */
    public DownReport {
        remains = List.copyOf(remains);
    }
}
