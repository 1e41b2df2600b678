package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.RenderingTest.Case;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a machine says to those whom it does not let in: nothing; and whom it does not believe (decision 0054). */
class FirewallRulesTest {
    private static final String RULES = "/etc/nftables.conf";
    private static final String GATE = "/etc/tandem/agent/gate.nft";

    /** A rule without an address would let in what nobody takes, at a virtual address or over IPv6: the kernel would say that it is shut. */
    @ParameterizedTest
    @EnumSource
    void aServiceIsLetInWhereItIsAndNowhereElse(Case site) {
        assertThat(contents(site.site(), RULES)).isNotEmpty().allSatisfy(rules -> {
            List<String> services =
                    input(rules).filter(line -> line.contains("comment")).toList();
            assertThat(services).hasSizeGreaterThan(1);
            assertThat(services.stream().filter(line -> !line.contains("comment \"ssh\"")))
                    .allSatisfy(line -> assertThat(line).contains("ip daddr { "));
        });
    }

    /** It stands before the firewall's rules, so it must not answer those whom these drop. */
    @ParameterizedTest
    @EnumSource
    void theGateRefusesOnlyThoseWhomTheFirewallLetsCome(Case site) {
        assertThat(contents(site.site(), GATE)).isNotEmpty().allSatisfy(gate -> {
            List<String> refusing = chain(gate.substring(gate.indexOf("flush chain")), "in")
                    .filter(line -> line.contains("reject"))
                    .toList();
            assertThat(refusing).hasSize(2).allSatisfy(line -> assertThat(line).contains("ip saddr { "));
        });
    }

    @Test
    void aPartnerAndAnApplicationHearThatTheGateIsShut() {
        String gate = contents(Sites.usual(), GATE).getFirst();
        assertThat(gate)
                .contains("tcp dport 3306 ip saddr { 10.80.0.21, 10.80.0.22 } reject")
                .contains("tcp dport 3316 ip saddr { 10.80.0.21, 10.80.0.22 } reject");
    }

    @Test
    void nobodyIsBelievedToBeARouterUnlessTheFileSaysSo() {
        Site site = Sites.usual();
        assertThat(contents(site, RULES))
                .hasSize(4)
                .allSatisfy(rules -> assertThat(input(rules).filter(line -> line.contains("nd-router-advert")))
                        .containsExactly("icmpv6 type nd-router-advert drop"));
        assertThat(contents(Sites.withRouterAdvertisements(site), RULES))
                .hasSize(4)
                .allSatisfy(rules -> assertThat(input(rules).filter(line -> line.contains("nd-router-advert")))
                        .containsExactly("icmpv6 type nd-router-advert accept"));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyTellsAMachineAnotherWay(Case site) {
        assertThat(contents(site.site(), "/etc/sysctl.d/60-tandem.conf"))
                .isNotEmpty()
                .allSatisfy(settings -> assertThat(settings)
                        .contains("\nnet.ipv4.conf.*.accept_redirects = 0\nnet.ipv6.conf.*.accept_redirects = 0\n"));
    }

    /** It has what alters tables, and needs no more than its way to the database. */
    @ParameterizedTest
    @EnumSource
    void theMigrationReachesItsRouterAndNothingElse(Case site) {
        assertThat(contents(site.site(), RULES).stream().filter(rules -> rules.contains("\"tandem-migration\"")))
                .isNotEmpty()
                .allSatisfy(rules -> assertThat(
                                chain(rules, "output").filter(line -> line.contains("\"tandem-migration\"")))
                        .hasSize(2)
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("meta skuid \"tandem-migration\" ip daddr { 127.0.0.1 } tcp dport ")
                                .contains(" accept"))
                        .anySatisfy(line ->
                                assertThat(line).startsWith("meta skuid { ").endsWith(" jump refused")));
    }

    /**
     * A question needs no handshake, so that its sender may be anybody: with a place for each, a table is soon full, and nobody else comes in.
     * Nothing more opens by that: what is not remembered is let in by the rule for the service, and out from Knot alone.
     */
    @ParameterizedTest
    @EnumSource
    void questionsByUdpAreNotRemembered(Case site) {
        Layout layout = Layout.of(site.site());
        assertThat(layout.offering(Service.DNS)).isNotEmpty().allSatisfy(machine -> {
            String rules = onMachine(site.site(), machine.name(), RULES);
            String own = machine.address().toString();
            assertThat(chain(rules, "asked")).contains("ip daddr " + own + " udp dport 53 notrack");
            assertThat(chain(rules, "answered")).contains("ip saddr " + own + " udp sport 53 notrack");
            assertThat(chain(rules, "output").filter(line -> line.contains(" sport ")))
                    .singleElement()
                    .asString()
                    .startsWith("ip saddr " + own + " udp sport 53 meta skuid \"knot\" accept ");
            assertThat(rules.lines().filter(line -> line.contains("notrack"))).hasSize(2);
            assertThat(input(rules).filter(line -> line.contains("untracked"))).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatOpensConnectionsWithoutEndIsLetInNoMore(Case site) {
        Layout layout = Layout.of(site.site());
        int perSecond = layout.site().balancer().limits().requestsPerSecond();
        assertThat(layout.offering(Service.HTTPS)).isNotEmpty().allSatisfy(machine -> {
            String rules = onMachine(site.site(), machine.name(), RULES);
            List<String> input = input(rules).toList();
            // Only what shows that its sender hears the answers is counted: who forges an address shuts nobody out.
            String counted = line(input, "jump arrived");
            assertThat(counted)
                    .startsWith(
                            "ct mark 0 ct state established ct direction original tcp flags & (syn | rst | ack) == ack ")
                    .contains("80, 443")
                    .contains("ip saddr != { " + words(layout.unlimitedNetworks()) + " }");
            assertThat(chain(rules, "arrived"))
                    .contains("update @newcomers { ip saddr limit rate over " + 2 * perSecond + "/second burst "
                            + 20 * perSecond + " packets } update @greedy { ip saddr }");
            // Before what is established is let in, and before the services.
            assertThat(input.indexOf(counted)).isLessThan(input.indexOf("ct state established,related accept"));
            assertThat(input.indexOf(line(input, "@greedy drop"))).isLessThan(input.indexOf(line(input, "\"https\"")));
        });
    }

    @Test
    void whereNobodyMayComeNobodyIsCounted() {
        assertThat(onMachine(Sites.usual(), new MachineName("server1"), RULES)).doesNotContain("greedy", "notrack");
    }

    @ParameterizedTest
    @EnumSource
    void theTableOfConnectionsIsLargeWhereEverybodyMayCome(Case site) {
        Layout layout = Layout.of(site.site());
        assertThat(layout.machines()).allSatisfy(machine -> {
            boolean open = machine.has(Role.BALANCER) || machine.has(Role.DNS);
            String settings = onMachine(site.site(), machine.name(), "/etc/sysctl.d/60-tandem.conf");
            assertThat(settings.contains("\n-net.netfilter.nf_conntrack_max = 262144\n"))
                    .isEqualTo(open);
        });
    }

    private static String line(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static String words(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String onMachine(Site site, MachineName name, String path) {
        return Rendering.desired(Sites.request(site)).stream()
                .filter(machine -> machine.machine().equals(name))
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(ManagedFile.class))
                .filter(file -> file.path().value().equals(path))
                .map(ManagedFile::content)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> contents(Site site, String path) {
        return Rendering.desired(Sites.request(site)).stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(ManagedFile.class))
                .filter(file -> file.path().value().equals(path))
                .map(ManagedFile::content)
                .toList();
    }

    private static Stream<String> input(String rules) {
        return chain(rules, "input");
    }

    private static Stream<String> chain(String rules, String name) {
        String from = rules.substring(rules.indexOf("    chain " + name + " {"));
        return from.substring(0, from.indexOf("\n    }")).lines().map(String::strip);
    }
}
