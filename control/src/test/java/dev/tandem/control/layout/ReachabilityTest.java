package dev.tandem.control.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Knock.Expected;
import dev.tandem.control.render.site.Sites;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private final Layout layout = Layout.of(Sites.usual());
    private final Reachability reachability = new Reachability(layout);

    @Test
    void aUserReachesNamesAndPagesOfTheBalancersAndNothingElse() {
        assertThat(open(reachability.byAnybody()))
                .containsExactlyInAnyOrder(
                        "lb1:53",
                        "lb1:53/udp",
                        "lb1:80",
                        "lb1:443",
                        "lb2:53",
                        "lb2:53/udp",
                        "lb2:80",
                        "lb2:443",
                        "virtual address:80",
                        "virtual address:443");
    }

    @Test
    void anAdminReachesEveryMachineBySshBesides() {
        assertThat(open(reachability.byAnAdmin()))
                .contains("lb1:22", "lb2:22", "server1:22", "server2:22")
                .hasSize(14);
    }

    @Test
    void aBalancerReachesWebServersButNoDatabase() {
        assertThat(open(from("lb1")).filter(door -> door.startsWith("server")))
                .containsExactlyInAnyOrder("server1:8000", "server2:8000", "server1:2379", "server1:2380");
    }

    @Test
    void aServerReachesItsPartnersApplicationAndDatabase() {
        assertThat(open(from("server1")).filter(door -> door.startsWith("server")))
                .containsExactlyInAnyOrder("server2:8080", "server2:3306", "server2:3316", "server2:8010");
    }

    @Test
    void noMachineReachesAnotherBySsh() {
        assertThat(layout.machines())
                .allSatisfy(machine ->
                        assertThat(open(reachability.from(machine))).noneMatch(door -> door.endsWith(":22")));
    }

    @Test
    void portsOfNobodyAreTriedToo() {
        assertThat(from("lb1")).anyMatch(knock -> knock.door().toString().equals("server1:9100") && !knock.opens());
    }

    @Test
    void whatIsShutHearsNothingFromOutsideNorFromAnotherMachine() {
        assertThat(Stream.of(reachability.byAnybody(), from("lb1"), from("server1"))
                        .flatMap(List::stream))
                .filteredOn(knock -> !knock.opens())
                .hasSizeGreaterThan(100)
                .allSatisfy(knock -> assertThat(knock.expected()).isEqualTo(Expected.SILENT));
    }

    @Test
    void aPortOfAMachineThatIsNoneOfTheVirtualAddressIsTriedThere() {
        assertThat(reachability.byAnybody())
                .filteredOn(knock -> knock.door().toString().equals("virtual address:53"))
                .singleElement()
                .satisfies(knock -> assertThat(knock.expected()).isEqualTo(Expected.SILENT));
    }

    private List<Knock> from(String machine) {
        return reachability.from(layout.machine(new MachineName(machine)));
    }

    private static Stream<String> open(List<Knock> knocks) {
        return knocks.stream().filter(Knock::opens).map(knock -> knock.door().toString());
    }
}
