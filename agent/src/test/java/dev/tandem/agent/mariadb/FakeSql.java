package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.FakeJdbc.Answer;
import dev.tandem.protocol.GtidPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The statements that the agent sends, understood by a {@link FakeMysqld}. What it does not know is a syntax error, as in MariaDB. */
final class FakeSql {
    private static final Pattern SETTING = Pattern.compile("SET GLOBAL (\\w+) = (.+)");
    private static final Pattern FOR = Pattern.compile("SET STATEMENT .* FOR (.*)");
    private static final Pattern SELECTED = Pattern.compile("@@(\\w+) AS (\\w+)");
    private static final Pattern MASTER = Pattern.compile("MASTER_HOST = '([^']*)'");

    private FakeSql() {}

    /** The agent's own table. */
    static final class Table {
        boolean ofEvents;
        boolean exists;
        int rows;
    }

    /** Several in one packet; a semicolon in a text is none between them. */
    static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < sql.length(); at++) {
            char c = sql.charAt(at);
            quoted ^= c == '\'';
            if (c == ';' && !quoted) {
                statements.add(one.toString().strip());
                one.setLength(0);
            } else {
                one.append(c);
            }
        }
        statements.add(one.toString().strip());
        statements.removeIf(String::isEmpty);
        return statements;
    }

    /** The answer to a statement that changes nothing; null when it is none. */
    static @Nullable Answer question(FakeMysqld mysqld, String sql) throws SQLException {
        if (sql.startsWith("SELECT @@")) {
            return settings(mysqld, sql);
        }
        if (sql.startsWith("SHOW GLOBAL STATUS LIKE 'Rpl\\_semi\\_sync\\_master\\_")) {
            return semiSync(mysqld, sql);
        }
        if (sql.equals("SHOW SLAVE STATUS")) {
            return slaveStatus(mysqld, null);
        }
        if (sql.startsWith("SELECT ") && sql.endsWith(" FROM information_schema.SLAVE_STATUS")) {
            return slaveStatus(mysqld, sql.substring("SELECT ".length(), sql.indexOf(" FROM")));
        }
        if (sql.contains("FROM information_schema.TABLES")) {
            return new Answer(List.of("one"), mysqld.table.exists ? List.of(Map.of("one", "1")) : List.of());
        }
        if (sql.startsWith("SELECT e.db, ")) {
            requireEvents(mysqld);
            return new Answer(List.of("db"), List.of());
        }
        if (sql.contains("FROM information_schema.INNODB_TRX")) {
            return new Answer(
                    List.of("id"),
                    mysqld.transactionsShown().stream()
                            .map(id -> Map.of("id", id))
                            .toList());
        }
        return sql.contains("FROM information_schema.PROCESSLIST") ? processes(mysqld, sql) : null;
    }

    private static Answer settings(FakeMysqld mysqld, String sql) throws SQLException {
        Map<String, String> row = new LinkedHashMap<>();
        Matcher matcher = SELECTED.matcher(sql);
        while (matcher.find()) {
            String value = switch (matcher.group(1)) {
                case "gtid_binlog_pos" -> mysqld.replication.binlog.toString();
                case "gtid_slave_pos" -> mysqld.replication.applied.toString();
                default -> mysqld.settings.get(matcher.group(1));
            };
            if (value == null) {
                throw new SQLException("Unknown system variable '" + matcher.group(1) + "'", "HY000", 1193);
            }
            row.put(matcher.group(2), value);
        }
        return new Answer(List.copyOf(row.keySet()), List.of(row));
    }

    private static Answer semiSync(FakeMysqld mysqld, String sql) {
        List<Map<String, String>> rows = new ArrayList<>();
        mysqld.semiSync.forEach((name, value) -> {
            if (sql.contains("\\_%'") || sql.endsWith(name.replace("_", "\\_") + "'")) {
                rows.add(Map.of("Variable_name", "Rpl_semi_sync_master_" + name, "Value", value));
            }
        });
        return new Answer(List.of("Variable_name", "Value"), rows);
    }

    private static Answer slaveStatus(FakeMysqld mysqld, @Nullable String wanted) {
        Map<String, String> row = mysqld.slaveStatus();
        List<String> columns = wanted == null
                ? List.copyOf(row.keySet())
                : Arrays.stream(wanted.split(",", -1))
                        .map(String::strip)
                        .map(column -> row.keySet().stream()
                                .filter(column::equalsIgnoreCase)
                                .findFirst()
                                .orElse(column))
                        .toList();
        return new Answer(columns, mysqld.replication.source.isEmpty() ? List.of() : List.of(row));
    }

    private static Answer processes(FakeMysqld mysqld, String sql) {
        if (sql.startsWith("SELECT COUNT(*)")) {
            long count = mysqld.others.values().stream()
                    .filter(process -> process.get("command").equals("Query"))
                    .filter(process -> !sql.contains("'" + process.get("user") + "'"))
                    .count();
            return new Answer(List.of("underway"), List.of(Map.of("underway", Long.toString(count))));
        }
        List<Map<String, String>> rows = new ArrayList<>();
        mysqld.others.forEach((id, process) -> {
            boolean asked = sql.contains("USER = 'tandem_agent'")
                    ? process.get("user").equals("tandem_agent")
                            && !process.getOrDefault("state", "").equals("Commit")
                            && !process.getOrDefault("state", "").startsWith("Waiting for semi-sync ACK")
                    : sql.contains("COMMAND = 'Sleep'")
                            ? process.get("command").equals("Sleep") && !sql.contains("'" + process.get("user") + "'")
                            : process.get("command").equals("Binlog Dump");
            if (asked) {
                Map<String, String> row = new LinkedHashMap<>(process);
                row.put("id", Integer.toString(id));
                rows.add(row);
            }
        });
        if (mysqld.replication.applying && sql.contains("'Slave_SQL'")) {
            rows.add(Map.of("id", Integer.toString(mysqld.replication.applier), "host", "", "command", "Slave_SQL"));
        }
        return new Answer(List.of("id", "host", "command"), rows);
    }

    /** Carries out what changes something. */
    static void order(FakeMysqld mysqld, String sql) throws SQLException {
        Matcher only = FOR.matcher(sql);
        if (only.matches()) {
            order(mysqld, only.group(1));
            return;
        }
        switch (sql) {
            case "START SLAVE" -> mysqld.replication.start(true, true);
            case "START SLAVE IO_THREAD" -> mysqld.replication.start(true, false);
            case "STOP SLAVE" -> mysqld.replication.stop(true, true);
            case "STOP SLAVE IO_THREAD" -> mysqld.replication.stop(true, false);
            case "RESET SLAVE ALL" -> mysqld.replication.reset();
            default -> other(mysqld, sql);
        }
    }

    private static void other(FakeMysqld mysqld, String sql) throws SQLException {
        Matcher setting = SETTING.matcher(sql);
        Matcher master = MASTER.matcher(sql);
        if (setting.matches()) {
            set(mysqld, setting.group(1), setting.group(2));
        } else if (sql.startsWith("CHANGE MASTER TO ") && master.find()) {
            mysqld.replication.change(master.group(1));
        } else if (sql.startsWith("CREATE TABLE IF NOT EXISTS tandem.agent ")) {
            mysqld.table.exists = true;
        } else if (sql.startsWith("REPLACE INTO tandem.agent ")) {
            write(mysqld);
        } else if (sql.startsWith("CREATE TABLE IF NOT EXISTS tandem.events ")) {
            mysqld.table.ofEvents = true;
        } else if (sql.startsWith("REPLACE INTO tandem.events ") || sql.startsWith("DELETE FROM tandem.events ")) {
            requireEvents(mysqld);
        } else if (!sql.equals("CREATE DATABASE IF NOT EXISTS tandem")) {
            throw new SQLException("You have an error in your SQL syntax: " + sql, "42000", 1064);
        }
    }

    /** There are no events here; EventsTest has some. */
    private static void requireEvents(FakeMysqld mysqld) throws SQLException {
        if (!mysqld.table.ofEvents) {
            throw new SQLException("Table 'tandem.events' doesn't exist", "42S02", 1146);
        }
    }

    private static void set(FakeMysqld mysqld, String name, String value) throws SQLException {
        if (name.equals("gtid_slave_pos")) {
            mysqld.replication.begin(value.replace("'", ""));
            return;
        }
        if (mysqld.settings.get(name) == null) {
            throw new SQLException("Unknown system variable '" + name + "'", "HY000", 1193);
        }
        boolean on = value.toUpperCase(Locale.ROOT).equals("ON");
        // The only one of them that is no boolean.
        mysqld.settings.put(name, name.equals("event_scheduler") ? (on ? "ON" : "OFF") : (on ? "1" : "0"));
    }

    private static void write(FakeMysqld mysqld) throws SQLException {
        if (!mysqld.table.exists) {
            throw new SQLException("Table 'tandem.agent' doesn't exist", "42S02", 1146);
        }
        mysqld.table.rows++;
        mysqld.replication.binlog =
                mysqld.replication.binlog.with(GtidPosition.parse("0-1-" + (1000 + mysqld.table.rows)));
    }
}
