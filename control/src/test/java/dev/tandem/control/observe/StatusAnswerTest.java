package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers of real machines. */
class StatusAnswerTest {
    private static final MachineName NAME = new MachineName("server1");

    @Test
    void aPrimaryIsWritableAndFollowsNobody() {
        MachineStatus status = read("status-primary.txt");
        AgentReport report = status.agent().orElseThrow();
        assertThat(report.role()).isEqualTo(AgentReport.Role.PRIMARY);
        assertThat(report.mysqld().open()).isTrue();
        assertThat(report.mysqld().source()).isEmpty();
        assertThat(report.gate()).isEqualTo(AgentReport.Gate.LEASE);
        assertThat(status.release()).contains("2f337bbfae29");
        assertThat(status.units())
                .containsEntry("mariadb.service", "active")
                .containsEntry("nosuch.service", "inactive");
        assertThat(status.ownsVirtualAddress()).isFalse();
    }

    @Test
    void aReplicaFollowsItsSource() {
        AgentReport report = read("status-replica.txt").agent().orElseThrow();
        assertThat(report.mysqld().source()).contains("server1");
        assertThat(report.follows()).isTrue();
        assertThat(report.mysqld().lagSeconds()).hasValue(0);
        assertThat(report.peers()).containsExactly("server1");
    }

    @Test
    void aBalancerSaysWhatItThinksOfItsServers() {
        MachineStatus status = read("status-balancer.txt");
        assertThat(status.ownsVirtualAddress()).isTrue();
        assertThat(status.virtualAddresses()).containsExactly("10.80.0.10");
        assertThat(status.servers()).isEqualTo(Map.of("server1", "UP", "server2", "UP"));
        assertThat(status.agent()).isEmpty();
        assertThat(status.release()).isEmpty();
    }

    @Test
    void aBalancerInMaintenanceSaysWhenUsersMayComeBack() {
        assertThat(StatusAnswer.read(NAME, List.of("maintenance\t300")).maintenanceSeconds())
                .hasValue(300);
        assertThat(StatusAnswer.read(NAME, List.of("owner\t10.80.0.10")).maintenanceSeconds())
                .isEmpty();
    }

    @Test
    void noAnswerOfAnAgentIsNoAgent() {
        assertThat(StatusAnswer.read(NAME, List.of("unit\tmariadb.service\tfailed"))
                        .agent())
                .isEmpty();
    }

    private static MachineStatus read(String name) {
        return StatusAnswer.read(NAME, Captured.lines(name));
    }
}
