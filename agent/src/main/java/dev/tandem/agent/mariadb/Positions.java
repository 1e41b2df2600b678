package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.session.Answers;
import dev.tandem.protocol.GtidPosition;
import java.util.Map;

/**
 * How far a server is.
 *
 * @param binlog the last of each domain in its binlog
 * @param applied the last of each domain that replication committed; none on a server that never followed
 */
record Positions(GtidPosition binlog, GtidPosition applied) {
    static final String QUESTION = "SELECT @@gtid_binlog_pos AS binlog, @@gtid_slave_pos AS applied";

    /** From the row that answers {@link #QUESTION}. */
    static Positions of(Map<String, String> row) {
        return new Positions(
                GtidPosition.parse(Answers.text(row, "binlog")), GtidPosition.parse(Answers.text(row, "applied")));
    }

    /** What is committed here, however it came: a copy's binlog is empty, a former primary never applied. */
    GtidPosition both() {
        return binlog.with(applied);
    }
}
