package dev.tandem.agent.mariadb;

import dev.tandem.protocol.GtidPosition;
import java.sql.SQLException;
import java.util.Map;

/** A fake mysqld's two replication threads and its positions. */
final class FakeReplication {
    String source = "";
    boolean receiving;
    boolean applying;
    /** Whether the source takes the receiver's connection. */
    boolean sourceAnswers = true;

    String lastIoError = "0";
    GtidPosition binlog = GtidPosition.EMPTY;
    GtidPosition applied = GtidPosition.EMPTY;
    GtidPosition received = GtidPosition.EMPTY;
    /** The applying thread's connection number: another one in each life. */
    int applier = 100;

    void start(boolean receiver, boolean applierToo) throws SQLException {
        if (source.isEmpty()) {
            throw new SQLException("Misconfigured slave", "HY000", 1200);
        }
        if (receiver && !receiving) {
            receiving = true;
            lastIoError = "0";
            if (applierToo && !applying) {
                // Both start: what was received and not applied is thrown away.
                received = applied;
            }
        }
        if (applierToo && !applying) {
            applying = true;
            applier++;
        }
    }

    void stop(boolean receiver, boolean applierToo) {
        receiving &= !receiver;
        applying &= !applierToo;
    }

    void reset() throws SQLException {
        requireStopped();
        source = "";
        received = GtidPosition.EMPTY;
    }

    void change(String master) throws SQLException {
        requireStopped();
        source = master;
        received = GtidPosition.EMPTY;
    }

    void begin(String position) throws SQLException {
        requireStopped();
        applied = GtidPosition.parse(position);
    }

    private void requireStopped() throws SQLException {
        if (receiving || applying) {
            throw new SQLException("This operation cannot be performed as you have a running slave", "HY000", 1198);
        }
    }

    void describe(Map<String, String> row) {
        row.put("Master_Host", source);
        row.put("Slave_IO_Running", !receiving ? "No" : sourceAnswers ? "Yes" : "Connecting");
        row.put("Slave_SQL_Running", applying ? "Yes" : "No");
        row.put("Last_IO_Errno", lastIoError);
        row.put("Gtid_IO_Pos", received.toString());
        row.put("Seconds_Behind_Master", receiving && applying && sourceAnswers ? "0" : "");
    }
}
