package dev.tandem.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.actual.ActualVoter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoterComparisonTest {
    private static final List<String> ALL = List.of("https://a:2380", "https://b:2380", "https://c:2380");
    private static final ActualVoter FORGETFUL = new ActualVoter(false, Set.of());

    @Test
    void theFirstVotersFoundAnEtcd() {
        assertThat(changes("a", Optional.of(FORGETFUL), false)).isEmpty();
        assertThat(changes("a", Optional.empty(), false)).isEmpty();
    }

    @Test
    void aMachineThatForgotJoinsThoseWhoRemember() {
        assertThat(changes("b", Optional.of(FORGETFUL), true)).containsExactly(new Change.JoinVoters(voter("b")));
    }

    @Test
    void aVoterThatRemembersIsLeftAlone() {
        assertThat(changes("a", Optional.of(new ActualVoter(true, Set.copyOf(ALL))), true))
                .isEmpty();
    }

    @Test
    void aVoterThatCannotSayWhoVotesIsLeftAlone() {
        assertThat(changes("a", Optional.of(new ActualVoter(true, Set.of())), true))
                .isEmpty();
    }

    @Test
    void theFirstOneTakesVotesAwayAndNobodyElseDoes() {
        Optional<ActualVoter> seen =
                Optional.of(new ActualVoter(true, Set.of(ALL.getFirst(), ALL.get(1), ALL.get(2), "https://old:2380")));
        assertThat(changes("a", seen, true))
                .containsExactly(new Change.ForgetVoters(voter("a"), List.of("https://old:2380")));
        assertThat(changes("b", seen, true)).isEmpty();
    }

    private static List<Change> changes(String name, Optional<ActualVoter> seen, boolean othersHoldData) {
        return new VoterComparison(voter(name), seen, othersHoldData).changes();
    }

    private static Voter voter(String name) {
        return new Voter(
                name,
                "https://" + name + ":2380",
                "https://" + name + ":2379",
                ALL,
                List.of(),
                new MachinePath("/authority.crt"),
                new MachinePath("/identity.pem"));
    }
}
