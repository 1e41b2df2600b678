package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.kernel.Unprivileged;
import dev.tandem.agent.mariadb.session.Answers;
import dev.tandem.agent.mariadb.session.Session;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a mysqld that runs, with statements that cannot hang while commits wait (tried on 11.8.6 and 11.8.9). All of them go in
 * one packet. For one thread.
 *
 * <p>A life of mysqld and its threads is named by the process and by the connection number of the applying thread, which is another
 * one after each start of it, whoever started it.
 */
final class Sight {
    private static final String QUESTIONS = "SELECT @@read_only AS closed, @@rpl_semi_sync_master_enabled AS waits,"
            + " @@rpl_semi_sync_slave_enabled AS acknowledges;"
            + "SHOW GLOBAL STATUS LIKE 'Rpl\\_semi\\_sync\\_master\\_%';"
            + "SELECT ID AS id, HOST AS host, COMMAND AS command FROM information_schema.PROCESSLIST"
            + " WHERE COMMAND IN ('Binlog Dump', 'Slave_SQL');"
            + Positions.QUESTION
            // SHOW SLAVE STATUS has sixty columns, and describes them all each time (the table is there since 11.6).
            + ";SELECT MASTER_HOST, SLAVE_IO_RUNNING, SLAVE_SQL_RUNNING, LAST_IO_ERRNO, GTID_IO_POS, SECONDS_BEHIND_MASTER,"
            + " SLAVE_RECEIVED_HEARTBEATS"
            + " FROM information_schema.SLAVE_STATUS";
    private static final String TRANSACTIONS = "SELECT t.trx_id AS id FROM information_schema.INNODB_TRX t"
            + " JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id"
            // Those that only read have no number.
            + " WHERE t.trx_id <> 0 AND p.USER NOT IN ('system user', '" + Account.NAME + "')";

    private static final String STATEMENTS = "SELECT COUNT(*) AS underway FROM information_schema.PROCESSLIST"
            + " WHERE COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Connect')"
            + " AND USER NOT IN ('system user', 'root', '" + Unprivileged.USER + "', '" + Account.NAME + "')";

    /** The primary's binlog does not hold what this server has, or not any more. */
    private static final String DIVERGED = "1236";

    /** A transaction of this age is more than a statement and its commit, also on a slow computer. */
    private static final Duration LASTS = Duration.ofSeconds(1);

    private static final String ACCESS_DENIED = "1045";

    /**
     * InnoDB shows the transactions of an earlier question until nobody has asked for 100 ms (CACHE_MIN_IDLE_TIME_NS in MariaDB's trx0i_s.cc). Who asks
     * every 20 ms, as a hand-over does, sees the same for ever: transactions that ended long ago, and none of those that began.
     */
    private static final Duration TRANSACTIONS_FRESH = Duration.ofMillis(120);

    private final Place place;
    private final Replicas replicas;
    private final Released released;
    private String acknowledgements = "";
    private @Nullable Tick waitingSince;
    /** Since when each open transaction was seen. */
    private Map<String, Tick> transactions = Map.of();

    private @Nullable Tick transactionsSeen;

    Sight(Place place, Replicas replicas, Released released) {
        this.place = place;
        this.replicas = replicas;
        this.released = released;
    }

    /**
     * What was seen besides what decisions need.
     *
     * @param waiting how many commits wait for an acknowledgement
     * @param connected the replicas that are connected, as connection numbers: another number is another connection
     * @param lagSeconds behind the source; empty when unknown
     */
    record Seen(Running status, int waiting, Set<String> connected, String lagSeconds) {}

    Seen look(Session session, String process, Tick now) throws SQLException {
        List<List<Map<String, String>>> answers = session.run(statement -> Answers.to(statement, QUESTIONS));
        Map<String, String> settings = Answers.first(answers.get(0));
        Status status = Status.of(answers.get(1));
        List<Map<String, String>> threads = answers.get(2);
        Map<String, String> slave = Answers.first(answers.get(4));
        boolean open = Answers.text(settings, "closed").equals("0");
        boolean waits = Answers.text(settings, "waits").equals("1");
        GtidPosition binlog = Positions.of(Answers.first(answers.get(3))).both();
        Running running = new Running(
                new Incarnation(process + "t" + applier(threads)),
                false,
                open,
                waits,
                serving(status, threads, process, waits, underWay(session, open, waits, now), now),
                binlog,
                binlog.with(GtidPosition.parse(Answers.text(slave, "gtid_io_pos"))),
                following(slave, Answers.text(settings, "acknowledges").equals("1")),
                now);
        return new Seen(
                running, status.waiting(), dumps(threads), seconds(Answers.text(slave, "seconds_behind_master")));
    }

    /** Others take it for a number. */
    private static String seconds(String lag) {
        return lag.isEmpty() ? "" : Long.toString(Long.parseLong(lag));
    }

    private int underWay(Session session, boolean open, boolean waits, Tick now) throws SQLException {
        if (open) {
            return transactions(session, now);
        }
        return waits
                ? session.run(statement -> Integer.parseInt(Answers.text(
                        Answers.first(Answers.to(statement, STATEMENTS).getFirst()), "underway")))
                : 0;
    }

    /** Those that last. Clients past the runner begin new ones all the time, each for some milliseconds. */
    private int transactions(Session session, Tick now) throws SQLException {
        if (transactionsSeen == null || now.isPast(transactionsSeen, TRANSACTIONS_FRESH)) {
            Map<String, Tick> before = transactions;
            transactions = session.run(statement -> Answers.to(statement, TRANSACTIONS).getFirst().stream()
                    .map(row -> Answers.text(row, "id"))
                    .distinct()
                    .collect(Collectors.toMap(id -> id, id -> before.getOrDefault(id, now))));
            transactionsSeen = now;
        }
        Tick seen = transactionsSeen;
        return (int) transactions.values().stream()
                .filter(since -> seen.isPast(since, LASTS))
                .count();
    }

    private Serving serving(
            Status status, List<Map<String, String>> threads, String process, boolean waits, int open, Tick now) {
        if (status.waiting() == 0) {
            waitingSince = null;
        } else if (waitingSince == null || !status.acknowledgements().equals(acknowledgements)) {
            // Somebody waits at every moment under load; nobody waits long while acknowledgements come.
            waitingSince = now;
        }
        acknowledgements = status.acknowledgements();
        Set<MachineName> voices = new HashSet<>();
        if (status.voices() > 0) {
            for (Map<String, String> thread : threads) {
                machine(thread).filter(replicas::mayHaveVoice).ifPresent(voices::add);
            }
        }
        boolean lost = waits && status.releasedWithout() > released.base(process, status.releasedWithout());
        return new Serving(voices, replicas.letIn(), waitingSince, lost, open);
    }

    private Optional<MachineName> machine(Map<String, String> thread) {
        String host = Answers.text(thread, "host");
        return Answers.text(thread, "command").equals("Binlog Dump")
                ? place.machineAt(host.substring(0, Math.max(0, host.lastIndexOf(':'))))
                : Optional.empty();
    }

    private static Set<String> dumps(List<Map<String, String>> threads) {
        Set<String> dumps = new HashSet<>();
        for (Map<String, String> thread : threads) {
            if (Answers.text(thread, "command").equals("Binlog Dump")) {
                dumps.add(Answers.text(thread, "id"));
            }
        }
        return dumps;
    }

    private static String applier(List<Map<String, String>> threads) {
        return threads.stream()
                .filter(thread -> Answers.text(thread, "command").equals("Slave_SQL"))
                .map(thread -> Answers.text(thread, "id"))
                .findFirst()
                .orElse("0");
    }

    private Following following(Map<String, String> slave, boolean acknowledges) {
        if (slave.isEmpty()) {
            return Following.NOBODY;
        }
        Receiving receiving = switch (Answers.text(slave, "slave_io_running")) {
            case "Yes" -> Receiving.CONNECTED;
            case "No" -> Answers.text(slave, "last_io_errno").equals(DIVERGED) ? Receiving.DIVERGED : Receiving.STOPPED;
            default -> Receiving.CONNECTING;
        };
        // With a password that was replaced it is set up to follow nobody. CHANGE MASTER mends that, with both threads
        // stopped.
        boolean refused = receiving == Receiving.STOPPED
                && Answers.text(slave, "last_io_errno").equals(ACCESS_DENIED);
        return new Following(
                refused
                        ? null
                        : place.machineAt(Answers.text(slave, "master_host")).orElse(null),
                receiving,
                acknowledges,
                Answers.text(slave, "slave_sql_running").equals("Yes"),
                Long.parseLong(Answers.text(slave, "slave_received_heartbeats")));
    }

    /** The primary's figures of semi-synchronous replication. */
    private record Status(int voices, int waiting, String acknowledgements, long releasedWithout) {
        static Status of(List<Map<String, String>> rows) {
            Map<String, String> values = new HashMap<>();
            rows.forEach(row -> values.put(
                    Answers.text(row, "variable_name").substring("Rpl_semi_sync_master_".length()),
                    Answers.text(row, "value")));
            return new Status(
                    Integer.parseInt(values.getOrDefault("clients", "0")),
                    Integer.parseInt(values.getOrDefault("wait_sessions", "0")),
                    values.getOrDefault("yes_tx", "") + "/" + values.getOrDefault("get_ack", ""),
                    Long.parseLong(values.getOrDefault("no_tx", "0")));
        }
    }
}
