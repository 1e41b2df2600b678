package dev.tandem.control.plan;

import dev.tandem.control.state.Voter;
import dev.tandem.control.state.actual.ActualVoter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What has to change in who votes. A machine that forgot how it voted never votes again as if nothing had happened. */
final class VoterComparison {
    private final Voter voter;
    private final Optional<ActualVoter> seen;
    private final boolean othersHoldData;

    /** The last is whether any other machine that should vote remembers that it did: then there is an etcd to join. */
    VoterComparison(Voter voter, Optional<ActualVoter> seen, boolean othersHoldData) {
        this.voter = voter;
        this.seen = seen;
        this.othersHoldData = othersHoldData;
    }

    List<Change> changes() {
        boolean holdsData = seen.filter(ActualVoter::holdsData).isPresent();
        if (!holdsData && othersHoldData) {
            return List.of(new Change.JoinVoters(voter));
        }
        List<String> strangers = seen.map(ActualVoter::peerUrls).orElse(Set.of()).stream()
                .filter(peerUrl -> !voter.peerUrls().contains(peerUrl))
                .sorted()
                .toList();
        return strangers.isEmpty() || !voter.isFirst() ? List.of() : List.of(new Change.ForgetVoters(voter, strangers));
    }
}
