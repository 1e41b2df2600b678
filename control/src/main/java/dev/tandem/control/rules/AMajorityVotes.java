package dev.tandem.control.rules;

import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.List;
import java.util.stream.Stream;

/** Three machines vote, so that a majority outlives any one of them. */
final class AMajorityVotes implements Rule {
    @Override
    public List<Breach> check(Site site) {
        return Stream.concat(tooManyWitnesses(site), tooFewVoters(site))
                .map(breach -> breach.restingOn("machines.*.roles"))
                .toList();
    }

    private static Stream<Breach> tooManyWitnesses(Site site) {
        return site.machinesWith(Role.WITNESS).stream()
                .skip(Site.VOTERS)
                .map(machine -> Breach.error(
                        "machines." + machine.name() + ".roles",
                        "three machines have the role witness already, and no more than three vote"));
    }

    private static Stream<Breach> tooFewVoters(Site site) {
        List<Machine> candidates = site.candidates();
        if (candidates.isEmpty() || candidates.size() >= Site.VOTERS) {
            return Stream.empty();
        }
        String name = candidates.getFirst().name().value();
        return Stream.of(Breach.warning(
                "machines." + name + ".roles",
                "only " + name + " votes, because no three machines are witness, balancer or database: its death leaves"
                        + " nobody to decide who is the primary"));
    }
}
