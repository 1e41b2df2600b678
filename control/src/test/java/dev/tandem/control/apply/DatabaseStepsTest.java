package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that asks the agent, with an agent and a MariaDB that only write down what they are told. */
class DatabaseStepsTest {

    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void anAgent() {
        machine = PrivateMachine.in(folder);
        machine.program("mariadb", "echo \"$*\" >> /var/tmp/words; cat >> /var/tmp/sql");
        machine.program("java", "while [ \"$1\" != -jar ]; do shift; done; shift 2; echo \"$*\" >> /var/tmp/agent");
        machine.program(
                "setpriv",
                "echo \"$*\" >> /var/tmp/setpriv; while [ \"${1#--}\" != \"$1\" ]; do shift; done; exec \"$@\"");
        machine.program("mariadb-install-db", "mkdir -p /var/lib/mysql/mysql");
        machine.sh("mkdir -p /run/tandem-agent && touch /var/tmp/sql /var/tmp/agent");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void dataIsMarkedAndMadeWhereThereIsNone() {
        carryOut(new Change.MarkData("www.foobar.com"));
        assertThat(machine.sh("cat /var/lib/mysql/tandem-site; ls -d /var/lib/mysql/mysql"))
                .isEqualTo("www.foobar.com\n/var/lib/mysql/mysql");
    }

    @Test
    void dataThatIsThereIsOnlyMarked() {
        machine.program("mariadb-install-db", "exit 1");
        machine.sh("mkdir -p /var/lib/mysql/mysql /var/lib/mysql/shop");
        carryOut(new Change.MarkData("www.foobar.com"));
        assertThat(machine.sh("ls /var/lib/mysql")).isEqualTo("mysql\nshop\ntandem-site");
    }

    @Test
    void theMarkIsWrittenByWhoseFolderItIsAndThroughNoLink() {
        machine.withoutProgram("setpriv");
        machine.sh("echo mysql:x:990:990::/nonexistent:/bin/false >> /etc/passwd && echo mysql:x:990: >> /etc/group"
                + " && mkdir -p /var/lib/mysql/mysql && chown -R 990:990 /var/lib/mysql"
                + " && ln -s /etc/shadow-to-be /var/lib/mysql/.tandem-site.new"
                + " && ln -s /etc/passwd /var/lib/mysql/tandem-site && stat -c '%u %s' /etc/passwd > /var/tmp/before");
        carryOut(new Change.MarkData("www.foobar.com"));
        assertThat(machine.sh("stat -c '%u %F' /var/lib/mysql/tandem-site; cat /var/lib/mysql/tandem-site"))
                .isEqualTo("990 regular file\nwww.foobar.com");
        assertThat(machine.sh("stat -c '%u %s' /etc/passwd | cmp - /var/tmp/before; ls /etc/shadow-to-be 2>&1 || true"))
                .contains("No such file");
    }

    @Test
    void theAgentsMakeTheFirstPrimary() {
        carryOut(new Change.Bootstrap(new MachineName("server1")));
        assertThat(agentWasTold()).isEqualTo("bootstrap /etc/tandem/agent/agent.properties server1");
    }

    @Test
    void statementsRunOnlyWhereTheServerIsOpenAndAreInNoProcessList() {
        says("primary, alone.", "\"role\":\"primary\"", "\"open\":true");
        carryOut(new Change.SetAccount(
                new DatabaseAccount("tandem_application", "10.0.0.1", List.of("*HASH"), List.of("SELECT ON `shop`.*")),
                Reason.MISSING));
        assertThat(machine.sh("cat /var/tmp/words")).contains("--sandbox").doesNotContain("*HASH");
        assertThat(machine.sh("cat /var/tmp/setpriv"))
                .as("the client reads what the server answers, so it is not root who reads it")
                .startsWith(
                        "--reuid=mysql --regid=mysql --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs mariadb");
        assertThat(machine.sh("cat /var/tmp/sql"))
                .startsWith("DELIMITER //\nBEGIN NOT ATOMIC\n    IF @@global.read_only THEN\n        SIGNAL")
                .contains("IDENTIFIED BY PASSWORD '*HASH'");
    }

    @Test
    void aReplicaThatFollowsIsNotWaitedFor() {
        says(
                "replica, and the partner.",
                "\"state\":\"term=3 primary=server1 partner=server2#p1\"",
                "\"role\":\"replica\"",
                "\"receiving\":\"connected\",\"applying\":true");
        carryOut(new Change.AwaitReplica(Reason.EMPTY));
        assertThat(machine.sh("cat /var/tmp/sql")).isEmpty();
    }

    @Test
    void aReplicaThatNeverFollowsEndsWithTheAgentsLastSentence() {
        says("waits: server1 lets nobody in, \\\"not yet\\\".", "\"role\":\"replica\"");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> machine.require(RemoteCommand.script("wait", Scripts.DATABASE, "await-replica", "1")))
                .withMessageContaining("does not follow the primary, or that has no partner, for 1 s")
                .withMessageContaining("waits: server1 lets nobody in, ");
    }

    @Test
    void aReplicaIsRestartedByItsAgent() {
        says("replica.", "\"role\":\"replica\"");
        carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE));
        assertThat(agentWasTold()).isEqualTo("restart /etc/tandem/agent/agent.properties private");
        assertThat(machine.sh("cat /var/tmp/systemctl")).isEqualTo("is-active --quiet mariadb");
    }

    @Test
    void aPrimaryHandsOverFirst() {
        says("primary, with its partner.", "\"role\":\"primary\"", "\"open\":true");
        carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE));
        assertThat(agentWasTold())
                .isEqualTo("switchover /etc/tandem/agent/agent.properties\n"
                        + "restart /etc/tandem/agent/agent.properties private");
    }

    @Test
    void aPrimaryThatCannotHandOverIsNotRestarted() {
        says("primary, alone.", "\"role\":\"primary\"", "\"open\":true");
        machine.program("java", "echo 'there is no partner to hand over to' >&2; exit 1");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE)))
                .withMessageContaining("there is no partner to hand over to");
        assertThat(machine.sh("cat /var/tmp/systemctl")).isEqualTo("is-active --quiet mariadb");
    }

    @Test
    void whatDoesNotRunIsNotRestarted() {
        machine.program("systemctl", "exit 3");
        carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE));
        assertThat(agentWasTold()).isEmpty();
    }

    private void says(String sentence, String... fields) {
        machine.sh(
                "printf '%s\n' \"$1\" > /run/tandem-agent/status.json",
                "", "{\"sentence\":\"" + sentence + "\"," + String.join(",", fields) + "}");
    }

    private String agentWasTold() {
        return machine.sh("cat /var/tmp/agent");
    }

    private void carryOut(Change.OfData change) {
        new DatabaseSteps(machine, _ -> {}).carryOut(List.of(change));
    }
}
