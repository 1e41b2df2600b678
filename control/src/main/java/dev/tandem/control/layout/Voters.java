package dev.tandem.control.layout;

import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.List;
import java.util.stream.Stream;

/** Which machines vote (run etcd): three, or one where there are not three. Pure. */
final class Voters {
    /** The majority of three survives the death of any one, and each more would make every decision slower. */
    private static final int ENOUGH = 3;

    private Voters() {}

    /**
     * Machines that were named for it first; then balancers, which do little with their disks; then database machines. Of
     * two, one votes: with both, the death of either would be the end of the majority.
     */
    static List<Machine> of(Site site) {
        List<Machine> candidates = Stream.of(Role.WITNESS, Role.BALANCER, Role.DATABASE)
                .flatMap(role -> site.machinesWith(role).stream())
                .distinct()
                .toList();
        return candidates.subList(0, candidates.size() < ENOUGH ? 1 : ENOUGH);
    }
}
