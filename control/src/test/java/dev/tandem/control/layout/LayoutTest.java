package dev.tandem.control.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.Machine;
import dev.tandem.control.render.site.Sites;
import dev.tandem.protocol.MachineName;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private final Layout usual = Layout.of(Sites.usual());
    private final Layout separate = Layout.of(Sites.separate());

    @Test
    void aServerIsReachedByTheMachinesThatHaveAFlowToIt() {
        assertThat(usual.reaching(name("server2"), Service.WEB))
                .extracting(Machine::name)
                .containsExactly(name("lb1"), name("lb2"));
        assertThat(usual.reaching(name("server2"), Service.RUNNER))
                .extracting(Machine::name)
                .containsExactly(name("server1"), name("server2"));
        assertThat(separate.reaching(name("db1"), Service.DATABASE))
                .extracting(Machine::name)
                .containsExactly(name("app1"), name("app2"));
        assertThat(separate.reaching(name("db1"), Service.REPLICATION))
                .extracting(Machine::name)
                .containsExactly(name("db2"));
        assertThat(separate.reaching(name("db1"), Service.AGENT))
                .extracting(Machine::name)
                .containsExactly(name("app1"), name("app2"), name("db2"));
    }

    @Test
    void nobodyReachesAServiceOnAMachineThatDoesNotHaveIt() {
        assertThat(usual.reaching(name("lb1"), Service.DATABASE)).isEmpty();
    }

    @Test
    void aServiceIsOfferedByTheMachinesThatAFlowGoesTo() {
        assertThat(usual.offering(Service.DNS)).extracting(Machine::name).containsExactly(name("lb1"), name("lb2"));
        assertThat(separate.offering(Service.WEB))
                .extracting(Machine::name)
                .containsExactly(name("web1"), name("web2"));
    }

    @Test
    void theFirstMachineOfTheFileLeadsAndTheOthersFollow() {
        assertThat(separate.databases()).extracting(Machine::name).containsExactly(name("db1"), name("db2"));
        assertThat(separate.dnsPrimary().name()).isEqualTo(name("ns1"));
        assertThat(separate.dnsSecondaries()).extracting(Machine::name).containsExactly(name("ns2"));
    }

    @Test
    void balancersAndTheFirstDatabaseVoteWhereNobodyIsNamedForIt() {
        assertThat(usual.voters()).extracting(Machine::name).containsExactly(name("lb1"), name("lb2"), name("server1"));
        assertThat(Layout.of(Sites.single()).voters()).hasSize(1);
    }

    @Test
    void votersReachEachOtherAndDatabaseMachinesReachThem() {
        assertThat(usual.reaching(name("lb1"), Service.CONSENSUS_MEMBERS))
                .extracting(Machine::name)
                .containsExactly(name("lb2"), name("server1"));
        assertThat(usual.reaching(name("lb1"), Service.CONSENSUS))
                .extracting(Machine::name)
                .containsExactly(name("lb1"), name("lb2"), name("server1"), name("server2"));
    }

    private static MachineName name(String value) {
        return new MachineName(value);
    }
}
