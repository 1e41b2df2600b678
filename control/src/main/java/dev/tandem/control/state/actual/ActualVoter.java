package dev.tandem.control.state.actual;

import java.util.Set;

/**
 * A machine's vote as it was found.
 *
 * @param holdsData whether it was a member before and remembers what was decided
 * @param peerUrls of all members, as it knows them; none when it does not run or there is no majority
 */
public record ActualVoter(boolean holdsData, Set<String> peerUrls) {
    public ActualVoter {
        peerUrls = Set.copyOf(peerUrls);
    }
}
