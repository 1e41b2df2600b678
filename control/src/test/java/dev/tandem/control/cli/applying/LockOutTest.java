package dev.tandem.control.cli.applying;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.Site;
import dev.tandem.control.plan.Refusal;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LockOutTest {
    private static final MachineName LB1 = new MachineName("lb1");
    private static final Site SITE = Sites.usual();

    @Test
    void whoComesFromAnAdminNetworkIsNotShutOut() {
        String inside = SITE.adminNetworks().getFirst().base().toString();
        assertThat(refusals(Optional.of(inside))).isEmpty();
    }

    @Test
    void whoComesFromElsewhereIsToldWhatToWrite() {
        assertThat(refusals(Optional.of("198.51.100.7")))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString())
                        .contains("lb1")
                        .contains("no SSH in from 198.51.100.7")
                        .contains("such as 198.51.100.7/32"));
    }

    @Test
    void anIpv6AddressIsInNoAdminNetwork() {
        assertThat(refusals(Optional.of("2001:db8::7")))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString()).contains("come over IPv4"));
    }

    @Test
    void aMachineThatDoesNotSayIsNotInTheWay() {
        assertThat(refusals(Optional.empty())).isEmpty();
    }

    private static List<Refusal> refusals(Optional<String> from) {
        ActualMachine seen = new ActualMachine(
                from,
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                new TreeSet<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return LockOut.refusals(SITE, Map.of(LB1, seen));
    }
}
