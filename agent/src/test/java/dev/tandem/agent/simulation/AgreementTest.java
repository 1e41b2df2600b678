package dev.tandem.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.protocol.ClusterState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulation takes for one history, and what not; machines without agents. */
class AgreementTest {
    private final World world = new World(1, new Agent(), false);

    @BeforeEach
    void threeMachinesOfWhichTwoFollow() {
        for (int i = 0; i < 3; i++) {
            Machine machine = new Machine(world, i);
            machine.mysqld.running = true;
            machine.mysqld.newLife();
            world.machines.add(machine);
        }
        machine(0).mysqld.open = true;
        world.etcd.begin(ClusterState.parse("term=1 primary=s0 partner=none"), machine(0));
        follow(1, 0);
        follow(2, 0);
    }

    @Test
    void replicasThatHaveWhatThePrimaryHasAgree() {
        machine(0).row();
        machine(0).row();
        some();
        Agreement.mustHold(world);
    }

    @Test
    void aReplicaWithAnotherHistoryIsFound() {
        machine(0).row();
        some();
        machine(2).mysqld.binlog[0] = machine(2).nextWrite();
        assertThatThrownBy(() -> Agreement.mustHold(world)).hasMessage("s2 follows and has another history at place 0");
    }

    /** Seed 223952: nobody had acknowledged that row, s1 took over without it, and s2 could not learn that s0 was gone. */
    @Test
    void aReplicaWhoseStorageHangsSinceAnOlderTermDoesNotFollow() {
        machine(1).unreachable.add(machine(0));
        machine(0).unreachable.add(machine(1));
        machine(0).row();
        some();
        machine(2).mysqld.hung = true;
        machine(0).powerOff();
        world.etcd.state = ClusterState.parse("term=2 primary=s1 partner=none");
        machine(1).mysqld.stopReceiver();
        machine(1).mysqld.open = true;
        machine(1).row();
        some();
        assertThatCode(() -> Agreement.mustHold(world)).doesNotThrowAnyException();
        machine(2).mysqld.die();
        assertThatCode(() -> Agreement.mustHold(world))
                .as("killed, and it does not end")
                .doesNotThrowAnyException();
    }

    /**
     * Seed 523410: s0 threw away what nobody had acknowledged, and became primary again; s2 still had it, and as many rows as s0 had by
     * then. Numbers of machines, not of lives, made the two look alike.
     */
    @Test
    void whatAnEarlierLifeWroteIsNotTakenForWhatTheNextOneDid() {
        machine(0).row();
        some();
        machine(2).mysqld.stopReceiver();
        machine(0).mysqld.die();
        machine(0).mysqld.length = 0;
        machine(0).mysqld.committed = 0;
        machine(0).mysqld.running = true;
        machine(0).mysqld.open = true;
        machine(0).row();
        machine(0).row();
        machine(2).mysqld.receive(machine(0), false, true);
        some();
        assertThat(machine(2).mysqld.receiving).isEqualTo(Receiving.DIVERGED);
    }

    private void follow(int replica, int primary) {
        machine(primary).letIn.add(machine(replica));
        machine(replica).mysqld.receive(machine(primary), false, true);
        some();
    }

    /** Time for packets to arrive, and for what they brought to be applied. */
    private void some() {
        world.runUntil(world.now + 1000L * World.MILLI);
    }

    private Machine machine(int index) {
        return world.machines.get(index);
    }
}
