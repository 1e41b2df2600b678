package dev.tandem.control.apply;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;

/** Waits for replicas to have what their primary has. */
public final class ReplicaProgress {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration SPARE = Duration.ofSeconds(10);

    private ReplicaProgress() {}

    /**
     * Returns when every replica has applied everything that the primary had written when this was asked (MariaDB, {@code
     * MASTER_GTID_WAIT}: 0 when it has, -1 when the time was over).
     *
     * @throws dev.tandem.control.remote.RemoteException when one of them has not after a minute, or cannot be asked
     */
    public static void await(Fleet fleet, MachineName primary, List<MachineName> replicas) {
        if (replicas.isEmpty()) {
            return;
        }
        String position = fleet.machine(primary)
                .require(RemoteCommand.of(
                        "ask the primary how far it is",
                        "mariadb",
                        "--batch",
                        "--skip-column-names",
                        "--execute",
                        "SELECT @@gtid_binlog_pos"))
                .text()
                .strip();
        InParallel.map(
                replicas,
                replica -> replica,
                replica -> fleet.machine(replica)
                        .require(RemoteCommand.script(
                                        "wait until the replica has what the primary has",
                                        "test \"$(mariadb --batch --skip-column-names --execute"
                                                + " \"SELECT MASTER_GTID_WAIT('$1', $2)\")\" = 0"
                                                + " || { echo \"it is still behind $1 after $2 s\" >&2; exit 1; }",
                                        position,
                                        Long.toString(WITHIN.toSeconds()))
                                .within(WITHIN.plus(SPARE))));
    }
}
