package dev.tandem.control.operate;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Waits for replicas to have what their primary has. */
public final class ReplicaProgress {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration SPARE = Duration.ofSeconds(10);

    /** Domain, server and number of a transaction, for each domain; nothing where none was written yet. */
    private static final Pattern POSITION = Pattern.compile("(\\d+-\\d+-\\d+(,\\d+-\\d+-\\d+)*)?");

    private ReplicaProgress() {}

    /**
     * Returns when every replica has applied everything that the primary had written when this was asked (MariaDB, {@code
     * MASTER_GTID_WAIT}: 0 when it has, -1 when the time was over).
     *
     * @throws dev.tandem.control.remote.RemoteException when one of them has not after a minute, or cannot be asked, or when the
     *     primary says what is no position
     */
    public static void await(Fleet fleet, MachineName primary, List<MachineName> replicas) {
        if (replicas.isEmpty()) {
            return;
        }
        String position = position(fleet.machine(primary));
        InParallel.map(replicas, replica -> replica, replica -> await(fleet.machine(replica), position));
    }

    /** It becomes part of a statement for other machines, so it is looked at: it is a server's answer. */
    private static String position(Remote primary) {
        RemoteCommand question =
                SqlClient.batch("ask the primary how far it is", "--execute", "SELECT @@gtid_binlog_pos");
        String answer = primary.require(question).text().strip();
        if (!POSITION.matcher(answer).matches()) {
            throw RemoteException.unexpected(primary.machine(), question, answer);
        }
        return answer;
    }

    private static MachineName await(Remote replica, String position) {
        RemoteCommand question = SqlClient.batch(
                        "wait until the replica has what the primary has (" + position + ", within "
                                + WITHIN.toSeconds() + " s)",
                        "--execute",
                        "SELECT MASTER_GTID_WAIT('" + position + "', " + WITHIN.toSeconds() + ")")
                .within(WITHIN.plus(SPARE));
        String answer = replica.require(question).text().strip();
        if (!answer.equals("0")) {
            throw RemoteException.unexpected(replica.machine(), question, answer);
        }
        return replica.machine();
    }
}
