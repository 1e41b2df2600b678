package dev.tandem.control.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.FakeRemote;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaProgressTest {
    private static final MachineName PRIMARY = new MachineName("server1");
    private static final MachineName REPLICA = new MachineName("server2");

    private String answerOfReplica = "0\n";
    private final FakeRemote replica = new FakeRemote(REPLICA, command -> new Completed(0, answerOfReplica, ""));

    @ParameterizedTest
    @ValueSource(strings = {"", "0-1-17", "0-1-17,1-2-9"})
    void aReplicaIsAskedForThePositionOfThePrimary(String position) {
        await(position);
        assertThat(replica.purposes())
                .containsExactly("wait until the replica has what the primary has (" + position + ", within 60 s)");
    }

    @Test
    void aReplicaThatIsBehindIsAFailure() {
        answerOfReplica = "-1\n";
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> await("0-1-17"))
                .withMessageContaining(
                        "server2: could not wait until the replica has what the primary has (0-1-17, within 60 s)");
    }

    /** It would be part of a statement that the replica's client runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0-1-17'\\! touch /tmp/everything", "0-1-17', 0); DROP SCHEMA conduit; --", "0-1-17\n0-1-18"})
    void whatAPrimaryInOtherHandsAnswersReachesNoOtherMachine(String answer) {
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> await(answer))
                .withMessageContaining("server1: could not ask the primary how far it is: it answered");
        assertThat(replica.purposes()).isEmpty();
    }

    private void await(String position) {
        FakeRemote primary = new FakeRemote(PRIMARY, _ -> new Completed(0, position + "\n", ""));
        ReplicaProgress.await(
                new Fleet(machine -> machine.equals(PRIMARY) ? primary : replica), PRIMARY, List.of(REPLICA));
    }
}
