package dev.tandem.control.observe;

import dev.tandem.protocol.MachineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a whole site, with a verdict.
 *
 * @param seenDown whether it was seen that users cannot read or write; when the verdict is down without that, who knows could not
 *     be asked
 * @param machines in the order of the site's file
 * @param troubles everything that is not as it should be, a sentence each; the gravest first
 */
public record SiteStatus(Verdict verdict, boolean seenDown, List<MachineStatus> machines, List<String> troubles) {
    public SiteStatus {
        machines = List.copyOf(machines);
        troubles = List.copyOf(troubles);
    }

    /** The same, with more that is not as it should be: then it is not well, and behind what it is down for nothing is hidden. */
    public SiteStatus withTroubles(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        int first = verdict == Verdict.DOWN ? 1 : 0;
        List<String> all = new ArrayList<>(troubles);
        all.addAll(Math.min(first, all.size()), more);
        return new SiteStatus(verdict == Verdict.WELL ? Verdict.DEGRADED : verdict, seenDown, machines, all);
    }

    /** One certificate on one machine, and its last moment. */
    public record Expiry(MachineName machine, String use, Instant end) {}

    /** The certificate that ends first of all; empty when none was seen. */
    public Optional<Expiry> nearestExpiry() {
        return machines.stream()
                .flatMap(machine -> machine.certificates().entrySet().stream()
                        .map(entry -> new Expiry(machine.machine(), entry.getKey(), entry.getValue())))
                .min(Comparator.comparing(Expiry::end));
    }

    /** How the site is. */
    public enum Verdict {
        /** It serves, and everything that should run does. */
        WELL,
        /** It serves, but something is missing: the next fault may take it down. */
        DEGRADED,
        /** Users cannot read, or cannot write; or nobody who could be asked shows that they can. */
        DOWN
    }
}
