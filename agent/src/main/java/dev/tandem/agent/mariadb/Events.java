package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.session.Answers;
import dev.tandem.agent.mariadb.session.Session;
import dev.tandem.agent.mariadb.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The events of MariaDB's scheduler: they run on the primary of now and nowhere else. For one thread.
 *
 * <p>A replica notes every event that is created or altered as {@code SLAVESIDE_DISABLED}, also one that its user disabled
 * ({@code Event_parse_data::check_originator_id}), and nothing takes that back when it becomes primary. Which of them ran cannot be told
 * from there, so the primary keeps a table of that, which reaches replicas as rows do. What it says of an event counts for the text that the
 * event had then, as its time of change shows. All of this tried on 11.8.9.
 *
 * <p>Nothing that is changed here on becoming primary gets into the binlog: a statement that defines cannot be truncated from its end, and
 * every machine has its own {@code mysql.event} to mend.
 */
final class Events {
    private static final System.Logger LOG = System.getLogger("agent.mariadb");
    private static final String TABLE = "tandem.events";
    private static final int NO_SUCH_TABLE = 1146;

    /** Whether mysqld takes writes, and whether the scheduler runs. */
    private static final String HOW_IT_IS = "SELECT @@read_only AS closed, @@event_scheduler AS runs";

    /** Nobody waits longer for a lock: a row that does not come to an end shows a mysqld that hangs. */
    private static final String SHORTLY = "SET STATEMENT lock_wait_timeout = 1, innodb_lock_wait_timeout = 1 FOR ";

    private static final String MAKE = SHORTLY + "CREATE DATABASE IF NOT EXISTS tandem; " + SHORTLY
            + "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (db VARCHAR(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin,"
            + " name VARCHAR(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci,"
            + " modified BIGINT NOT NULL, status VARCHAR(20) CHARACTER SET ascii NOT NULL, PRIMARY KEY (db, name)) ENGINE = InnoDB";

    /**
     * Writes nothing when nothing has changed. What only a replica made of an event is nobody's wish: an event that this machine could
     * not enable is not forgotten by that.
     */
    private static final String RECORD = SHORTLY + "REPLACE INTO " + TABLE
            + " SELECT e.db, e.name, UNIX_TIMESTAMP(e.modified), e.status FROM mysql.event e LEFT JOIN " + TABLE
            + " r ON r.db = e.db AND r.name = e.name WHERE e.status <> 'SLAVESIDE_DISABLED'"
            + " AND (r.status IS NULL OR r.status <> e.status OR r.modified <> UNIX_TIMESTAMP(e.modified)); "
            + SHORTLY + "DELETE FROM " + TABLE + " WHERE (db, name) NOT IN (SELECT db, name FROM mysql.event)";

    /** An event that ran out on another machine is disabled there and still enabled here: it must not run again. */
    private static final String DIFFERENT =
            "SELECT e.db, e.name, e.definer, e.status, e.character_set_client AS client,"
                    + " e.collation_connection AS connection, e.db_collation AS collation, UNIX_TIMESTAMP(e.modified) AS modified,"
                    + " r.status AS wanted FROM mysql.event e LEFT JOIN " + TABLE
                    + " r ON r.db = e.db AND r.name = e.name AND r.modified = UNIX_TIMESTAMP(e.modified)"
                    + " WHERE e.status = 'SLAVESIDE_DISABLED' OR (e.status = 'ENABLED' AND r.status = 'DISABLED')";

    private final Sql sql;

    Events(Sql sql) {
        this.sql = sql;
    }

    /** Writes down which events run here, where this changed. Only on a primary, after its row. */
    void record() throws SQLException {
        try {
            sql.answers(RECORD);
        } catch (SQLException refused) {
            if (refused.getErrorCode() != NO_SUCH_TABLE) {
                throw refused;
            }
            sql.answers(MAKE + "; " + RECORD);
        }
    }

    /**
     * Lets run here what ran on the last primary, and nothing else, once the scheduler is switched on. Call it when nobody is followed any
     * more and before mysqld takes writes. What cannot be enabled is told and stays as it is: it keeps nobody from serving.
     */
    void adopt() throws SQLException {
        List<String> unknown = new ArrayList<>();
        for (Map<String, String> event : different()) {
            if (Answers.text(event, "wanted").isEmpty()) {
                unknown.add(name(event));
            } else {
                adopt(event);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the last primary left no word on whether these events ran, and they stay disabled: " + unknown
                            + ". Next: ALTER EVENT ... ENABLE");
        }
    }

    private List<Map<String, String>> different() throws SQLException {
        try {
            return sql.ask(DIFFERENT).getFirst();
        } catch (SQLException refused) {
            tell("which events ran is not known, and they stay as they are", refused);
            return List.of();
        }
    }

    /** Throws it instead when mysqld did not answer: nobody knows then what it did. */
    private static void tell(String what, SQLException refused) throws SQLException {
        if (Session.isOfConnection(refused)) {
            throw refused;
        }
        LOG.log(System.Logger.Level.WARNING, what + ": " + refused.getMessage());
    }

    /**
     * Only ALTER EVENT tells the scheduler, which reads its table when mysqld starts and never again. It keeps sql_mode, time zone and
     * schedule; the definer is named, time and character sets are put back.
     */
    private void adopt(Map<String, String> event) throws SQLException {
        boolean runs = Answers.text(event, "wanted").equals("ENABLED");
        String alter = "ALTER DEFINER = " + definer(Answers.text(event, "definer")) + " EVENT " + name(event)
                + (runs ? " ENABLE" : " DISABLE");
        String putBack = "UPDATE mysql.event SET created = created, character_set_client = " + text(event, "client")
                + ", collation_connection = " + text(event, "connection") + ", db_collation = "
                + text(event, "collation")
                + " WHERE db = " + text(event, "db") + " AND name = " + text(event, "name");
        try {
            sql.answers("SET SESSION sql_log_bin = 0, timestamp = " + Answers.text(event, "modified") + "; " + SHORTLY
                    + alter + "; " + SHORTLY + putBack);
        } catch (SQLException refused) {
            // Without an answer the session is gone, and its settings with it.
            tell("the event " + name(event) + " stays " + Answers.text(event, "status"), refused);
        }
        sql.answers("SET SESSION sql_log_bin = 1, timestamp = DEFAULT");
    }

    /** Takes no writes any more, nor does an event begin. Gives up within a second when something holds a lock; then all is as before. */
    void close() throws SQLException {
        sql.answers("SET GLOBAL event_scheduler = OFF");
        try {
            sql.answers("SET STATEMENT lock_wait_timeout = 1 FOR SET GLOBAL read_only = ON");
        } catch (SQLException refused) {
            if (!Session.isOfConnection(refused)) {
                // Else it may still close, and no event may run then.
                sql.answers("SET GLOBAL event_scheduler = ON");
            }
            throw refused;
        }
        try {
            // What was altered since the last row: nobody alters any more, and the partner waits for all that is
            // written now.
            record();
        } catch (SQLException refused) {
            tell("events are as they were noted last", refused);
        }
    }

    /** An agent that ended half way through an order left the scheduler off on a primary, or on where nothing may be written. */
    void mend() throws SQLException {
        Map<String, String> now = Answers.first(sql.ask(HOW_IT_IS).getFirst());
        boolean open = Answers.text(now, "closed").equals("0");
        // Whoever has it DISABLED in his configuration cannot be changed.
        if (Answers.text(now, "runs").equals(open ? "OFF" : "ON")) {
            LOG.log(System.Logger.Level.WARNING, "switches the event scheduler " + (open ? "on." : "off."));
            try {
                sql.answers("SET GLOBAL event_scheduler = " + (open ? "ON" : "OFF"));
            } catch (SQLException refused) {
                tell("the event scheduler stays as it is", refused);
            }
        }
    }

    private static String name(Map<String, String> event) {
        return identifier(Answers.text(event, "db")) + "." + identifier(Answers.text(event, "name"));
    }

    /** A user with a host, or a role, which has none. */
    static String definer(String stored) {
        int at = stored.lastIndexOf('@');
        return at < 0 || at == stored.length() - 1
                ? identifier(at < 0 ? stored : stored.substring(0, at))
                : identifier(stored.substring(0, at)) + "@" + identifier(stored.substring(at + 1));
    }

    private static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String text(Map<String, String> event, String column) {
        return "'" + Answers.text(event, column).replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
