package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.Sites;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Sites whose virtual address is not just one that moves by ARP. */
class VirtualAddressJudgementTest {
    private static final String FIRST = "10.80.0.100";
    private static final String SECOND = "10.80.0.101";
    private static final String HOOKED = "198.51.100.7";

    @Test
    void eachBalancerHasTheAddressThatIsAtHomeOnIt() {
        assertThat(judge(Sites.separate(), owns("lb1", FIRST), owns("lb2", SECOND)))
                .isEmpty();
    }

    @Test
    void oneBalancerHasTheOthersAddressToo() {
        assertThat(judge(Sites.separate(), owns("lb1", FIRST, SECOND), owns("lb2")))
                .containsExactly("lb1: it has the virtual address 10.80.0.101 for lb2");
    }

    @Test
    void theOneThatIsAwayIsBlamedOnce() {
        MachineStatus away = MachineStatus.unreachable(new MachineName("lb2"), "lb2: no SSH connection");
        assertThat(judge(Sites.separate(), owns("lb1", FIRST, SECOND), away)).containsExactly("lb2: no SSH connection");
    }

    @Test
    void oneOfTheAddressesIsNowhere() {
        assertThat(judge(Sites.separate(), owns("lb1", FIRST), owns("lb2")))
                .containsExactly("no balancer owns the virtual address 10.80.0.101");
    }

    @Test
    void aHookThatWorked() {
        assertThat(judge(Sites.threeServers(), moved("active/exited"), owns("lb2")))
                .isEmpty();
    }

    @Test
    void aHookThatIsTriedAgain() {
        assertThat(judge(Sites.threeServers(), moved("activating/auto-restart"), owns("lb2")))
                .containsExactly("lb1: the hook that brings 198.51.100.7 here has not worked (activating/auto-restart),"
                        + " so users may not come here. Why: tandem logs lb1 -u tandem-address@198.51.100.7");
    }

    @Test
    void aHookThatRuns() {
        assertThat(judge(Sites.threeServers(), moved("activating/start"), owns("lb2")))
                .containsExactly("lb1: the hook that brings 198.51.100.7 here is running");
    }

    /** What is said about the virtual addresses; nobody asked the machines that have none. */
    private static List<String> judge(Site site, MachineStatus lb1, MachineStatus lb2) {
        Layout layout = Layout.of(site);
        List<MachineStatus> all = new ArrayList<>(List.of(lb1, lb2));
        layout.machines().stream()
                .filter(machine -> !machine.has(Role.BALANCER))
                .map(Machine::name)
                .forEach(name -> all.add(status(name.value(), List.of(), Map.of())));
        return Judgement.judge(layout, all, Instant.EPOCH).troubles().stream()
                .filter(trouble -> trouble.startsWith("lb") || trouble.contains("virtual address"))
                .toList();
    }

    private static MachineStatus owns(String name, String... addresses) {
        return status(name, List.of(addresses), Map.of());
    }

    private static MachineStatus moved(String state) {
        return status("lb1", List.of(HOOKED), Map.of(HOOKED, state));
    }

    private static MachineStatus status(String name, List<String> addresses, Map<String, String> moves) {
        return new MachineStatus(
                new MachineName(name),
                Optional.empty(),
                Map.of(),
                addresses,
                moves,
                Optional.empty(),
                Map.of("server1", "UP"),
                OptionalLong.empty(),
                Map.of(),
                Optional.empty());
    }
}
