package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.Reason;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked of the agent, with an agent and a MariaDB that only write down what they are told. What the agent's program waits for is
 * tried beside it.
 */
class DatabaseStepsTest {
    private static final Change.OfData ACCOUNT = new Change.SetAccount(
            new DatabaseAccount("tandem_application", "10.0.0.1", List.of("*HASH"), List.of("SELECT ON `shop`.*")),
            Reason.MISSING);

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
        carryOut(ACCOUNT);
        assertThat(agentWasTold()).isEqualTo("await-primary /etc/tandem/agent/agent.properties 120");
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
    void statementsDoNotRunWhereTheServerIsNotOpen() {
        machine.program("java", "echo 'takes no writes, after 120 s; its agent says: waits.' >&2; exit 1");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> carryOut(ACCOUNT))
                .withMessageContaining("could not see this machine be the primary")
                .withMessageContaining("takes no writes, after 120 s; its agent says: waits.");
        assertThat(machine.sh("cat /var/tmp/sql")).isEmpty();
    }

    /** One wait is enough: what came after it is in the same apply. */
    @Test
    void thePrimaryIsWaitedForOnce() {
        new DatabaseSteps(machine, _ -> {}).carryOut(List.of(ACCOUNT, ACCOUNT));
        assertThat(agentWasTold()).isEqualTo("await-primary /etc/tandem/agent/agent.properties 120");
    }

    @Test
    void aReplicaIsWaitedForByItsAgentsProgram() {
        carryOut(new Change.AwaitReplica(Reason.EMPTY));
        assertThat(agentWasTold()).isEqualTo("await-replica /etc/tandem/agent/agent.properties 120");
        assertThat(machine.sh("cat /var/tmp/sql")).isEmpty();
    }

    @Test
    void aReplicaThatNeverFollowsEndsWithTheAgentsLastSentence() {
        machine.program(
                "java",
                "echo 'this machine does not follow the primary, or that has no partner, for 120 s; its agent says: waits:"
                        + " server1 lets nobody in, \"not yet\".' >&2; exit 1");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> carryOut(new Change.AwaitReplica(Reason.EMPTY)))
                .withMessageContaining("does not follow the primary, or that has no partner, for 120 s")
                .withMessageContaining("waits: server1 lets nobody in, ");
    }

    @Test
    void aReplicaIsRestartedByItsAgent() {
        says("replica", "\"open\":false");
        carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE));
        assertThat(agentWasTold()).isEqualTo("restart /etc/tandem/agent/agent.properties private");
        assertThat(machine.sh("cat /var/tmp/systemctl")).isEqualTo("is-active --quiet mariadb");
    }

    @Test
    void aPrimaryHandsOverFirst() {
        says("primary", "\"open\":true");
        carryOut(new Change.RestartDatabase(false, Reason.FILES_CHANGE));
        assertThat(agentWasTold())
                .isEqualTo("switchover /etc/tandem/agent/agent.properties\n"
                        + "restart /etc/tandem/agent/agent.properties private");
    }

    @Test
    void aPrimaryThatCannotHandOverIsNotRestarted() {
        says("primary", "\"open\":true");
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

    /** Its agent starts it again, in another life, a moment after it was stopped. */
    @Test
    void aDatabaseThatIsAloneIsStoppedAndSeenToComeBack() {
        says("primary", "\"open\":true,\"incarnation\":\"p1\"");
        machine.sh("sed s/p1/p2/ /run/tandem-agent/status.json > /var/tmp/back");
        machine.program(
                "systemctl",
                "echo \"$*\" >> /var/tmp/systemctl; case $1 in stop) sed -i s/true/false/ /run/tandem-agent/status.json;"
                        + " { sleep 0.5; cp /var/tmp/back /run/tandem-agent/status.json; } > /var/tmp/log 2>&1 & esac");
        carryOut(new Change.RestartDatabase(true, Reason.FILES_CHANGE));
        assertThat(machine.sh("cat /var/tmp/systemctl")).isEqualTo("is-active --quiet mariadb\nstop mariadb");
        assertThat(machine.sh("cat /run/tandem-agent/status.json")).contains("\"open\":true,\"incarnation\":\"p2\"");
        assertThat(agentWasTold()).isEmpty();
    }

    /** An agent of any version says it like that. */
    private void says(String role, String server) {
        machine.sh(
                "printf '%s\n' \"$1\" > /run/tandem-agent/status.json",
                "",
                "{\"sentence\":\"is it.\",\"role\":\"" + role + "\",\"mysqld\":{" + server + "},\"gate\":\"lease\"}");
    }

    private String agentWasTold() {
        return machine.sh("cat /var/tmp/agent");
    }

    private void carryOut(Change.OfData change) {
        new DatabaseSteps(machine, _ -> {}).carryOut(List.of(change));
    }
}
