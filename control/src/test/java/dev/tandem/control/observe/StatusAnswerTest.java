package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.observe.MachineStatus.Database;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Answers of real machines. */
class StatusAnswerTest {
    private static final MachineName NAME = new MachineName("server1");

    @Test
    void aPrimaryIsWritableAndFollowsNobody() {
        MachineStatus status = read("status-primary.txt");
        assertThat(status.database()).contains(new Database(false, Optional.empty(), false, OptionalLong.empty(), ""));
        assertThat(status.release()).contains("2f337bbfae29");
        assertThat(status.units())
                .containsEntry("mariadb.service", "active")
                .containsEntry("nosuch.service", "inactive");
        assertThat(status.ownsVirtualAddress()).isFalse();
    }

    @Test
    void aReplicaFollowsItsSource() {
        assertThat(read("status-replica.txt").database())
                .contains(new Database(true, Optional.of("10.80.0.21"), true, OptionalLong.of(0), ""));
    }

    @Test
    void aBalancerSaysWhatItThinksOfItsServers() {
        MachineStatus status = read("status-balancer.txt");
        assertThat(status.ownsVirtualAddress()).isTrue();
        assertThat(status.servers()).isEqualTo(Map.of("server1", "UP", "server2", "UP"));
        assertThat(status.database()).isEmpty();
        assertThat(status.release()).isEmpty();
    }

    @Test
    void aReplicaWithTroublesTellsThemAll() {
        MachineStatus status = StatusAnswer.read(
                NAME,
                List.of(
                        "database\t1",
                        "replication\tMaster_Host\t10.80.0.21",
                        "replication\tSlave_IO_Running\tConnecting",
                        "replication\tSlave_SQL_Running\tNo",
                        "replication\tSeconds_Behind_Master\tNULL",
                        "replication\tLast_IO_Error\tcannot connect: refused",
                        "replication\tLast_SQL_Error\tDuplicate entry"));
        assertThat(status.database())
                .contains(new Database(
                        true,
                        Optional.of("10.80.0.21"),
                        false,
                        OptionalLong.empty(),
                        "cannot connect: refused; Duplicate entry"));
    }

    @Test
    void aBalancerInMaintenanceSaysWhenUsersMayComeBack() {
        assertThat(StatusAnswer.read(NAME, List.of("maintenance\t300")).maintenanceSeconds())
                .hasValue(300);
        assertThat(StatusAnswer.read(NAME, List.of("owner")).maintenanceSeconds())
                .isEmpty();
    }

    @Test
    void noAnswerOfADatabaseIsNoDatabase() {
        assertThat(StatusAnswer.read(NAME, List.of("unit\tmariadb.service\tfailed"))
                        .database())
                .isEmpty();
    }

    private static MachineStatus read(String name) {
        return StatusAnswer.read(NAME, Captured.lines(name));
    }
}
