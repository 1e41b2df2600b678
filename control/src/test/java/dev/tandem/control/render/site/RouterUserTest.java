package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Program;
import dev.tandem.control.layout.Programs;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.RenderingTest.Case;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Balancer and router are two programs also where they run on one machine: neither opens what is the other's. */
class RouterUserTest {
    private static final Set<Service> OF_THE_ROUTER = EnumSet.of(Service.DATABASE, Service.AGENT);

    @ParameterizedTest
    @EnumSource
    void whoAsksDatabasesRunsAsNobodyElsesUser(Case site) {
        Layout layout = Layout.of(site.site());
        for (Machine machine : layout.machines()) {
            List<Program> programs = Programs.on(layout, machine);
            Set<String> routers = users(programs.stream().filter(each -> OF_THE_ROUTER.contains(each.asks())));
            Set<String> others = users(programs.stream().filter(each -> !OF_THE_ROUTER.contains(each.asks())));
            assertThat(routers).doesNotContainAnyElementsOf(others);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRouterAndItsKeyAreOfThatUser(Case site) {
        for (Machine machine : applications(site.site())) {
            List<Component> components = components(site.site(), machine);
            assertThat(components.stream().flatMap(each -> each.items(SystemUser.class)))
                    .extracting(SystemUser::name)
                    .contains("tandem-router");
            assertThat(file(components, "/etc/ssl/tandem/router.pem").ownership())
                    .isEqualTo(new Ownership("root", "tandem-router", "0640"));
            assertThat(file(components, "/etc/systemd/system/tandem-router.service")
                            .content())
                    .contains("\nUser=tandem-router\nGroup=tandem-router\n");
        }
    }

    /** Who is HAProxy's user, as a router was, would give it orders. */
    @ParameterizedTest
    @EnumSource
    void rootAloneGivesTheBalancerOrders(Case site) {
        List<Component> all = site.site().machines().stream()
                .filter(machine -> machine.has(Role.BALANCER))
                .flatMap(machine -> components(site.site(), machine).stream())
                .toList();
        assertThat(file(all, "/etc/haproxy/haproxy.cfg")
                        .content()
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("stats socket")))
                .containsExactly(
                        "stats socket /run/haproxy/admin.sock mode 600 user root level admin expose-fd listeners");
    }

    /**
     * A router that ran as HAProxy's user serves until its own turn comes, long after the firewall's: what lets it through goes after it has
     * been started anew, in the same apply.
     */
    @ParameterizedTest
    @EnumSource
    void theRouterOfAnEarlierVersionIsLetThroughUntilItIsStartedAnew(Case site) {
        for (Machine machine : applications(site.site())) {
            List<Component> components = components(site.site(), machine);
            List<String> rules =
                    file(components, "/etc/nftables.conf").content().lines().toList();
            int before = rules.indexOf("define former_router = \"haproxy\"");
            assertThat(before).isNotNegative();
            assertThat(rules.get(before + 1)).isEqualTo("include \"/etc/tandem/firewall/*.nft\"");
            assertThat(rules.stream().filter(line -> line.contains("skuid $former_router")))
                    .hasSize(2);
            assertThat(file(components, "/etc/tandem/firewall/router.nft").content())
                    .endsWith("\nredefine former_router = \"tandem-router\"\n");
            assertThat(components.stream()
                            .filter(each -> each.stage() == Stage.ROUTER)
                            .map(Component::name))
                    .containsExactly("router", "router-user");
        }
    }

    /** Its restart ends the application's connections to the databases. */
    @ParameterizedTest
    @EnumSource
    void whileTheRouterIsStartedAnewItsMachineGetsNoRequests(Case site) {
        for (Machine machine : applications(site.site())) {
            assertThat(components(site.site(), machine))
                    .filteredOn(each -> each.name().equals("router"))
                    .singleElement()
                    .satisfies(
                            router -> assertThat(router.rotation().isPresent()).isEqualTo(machine.has(Role.WEB)));
        }
    }

    private static List<Machine> applications(Site site) {
        return site.machinesWith(Role.APP);
    }

    private static Set<String> users(Stream<Program> programs) {
        return programs.map(Program::user).collect(Collectors.toSet());
    }

    private static List<Component> components(Site site, Machine machine) {
        return Rendering.desired(Sites.request(site)).stream()
                .filter(each -> each.machine().equals(machine.name()))
                .flatMap(each -> each.components().stream())
                .toList();
    }

    private static ManagedFile file(List<Component> components, String path) {
        return components.stream()
                .flatMap(component -> component.items(ManagedFile.class))
                .filter(file -> file.path().value().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
