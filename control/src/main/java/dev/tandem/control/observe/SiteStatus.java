package dev.tandem.control.observe;

import java.util.List;

/**
 * One reading of a whole site, with a verdict.
 *
 * @param machines in the order of the site's file
 * @param troubles everything that is not as it should be, a sentence each; the gravest first
 */
public record SiteStatus(Verdict verdict, List<MachineStatus> machines, List<String> troubles) {
    public SiteStatus {
        machines = List.copyOf(machines);
        troubles = List.copyOf(troubles);
    }

    /** How the site is. */
    public enum Verdict {
        /** It serves, and everything that should run does. */
        WELL,
        /** It serves, but something is missing: the next fault may take it down. */
        DEGRADED,
        /** Users cannot read, or cannot write. */
        DOWN
    }
}
