package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.FakeJdbc.Answer;
import dev.tandem.agent.mariadb.session.Login;
import dev.tandem.protocol.GtidPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB 11.8 as far as the agent talks with it: what it is told changes what it answers, and it refuses what MariaDB refuses. Each
 * statement may meet a {@link Fault}. Safe for many threads.
 */
public final class FakeMysqld implements Login {
    /** What becomes of one statement. */
    public enum Fault {
        /** mysqld ended the connection before: nothing is carried out, and the driver gets no answer. */
        NOT_SENT,
        /** It is carried out, and the connection breaks before the answer. */
        NOT_ANSWERED,
        /** The driver gives up waiting; it is carried out when {@link #finishLate} says so. */
        LATE,
        /** The driver gives up waiting, and it is never carried out. */
        NEVER,
        /** It is carried out, and the driver does not understand the answer. */
        GARBLED,
        /** mysqld answers that it does not, and does not. */
        REFUSED
    }

    /** @param at which statement from now on, from 0; -1 for each that contains the part */
    private record Planned(int at, String part, Fault fault, boolean again) {}

    /** One that was connected. */
    private final class Client implements FakeJdbc.Server {
        private volatile boolean gone;

        @Override
        public List<Answer> execute(String sql) throws SQLException {
            while (!hanging.isEmpty() && sql.contains(hanging) && !isGone()) {
                LockSupport.parkNanos(1_000_000);
            }
            synchronized (FakeMysqld.this) {
                List<Answer> answers = new ArrayList<>();
                List<String> together = FakeSql.statements(sql);
                for (String one : together) {
                    packets.add(together);
                    answers.add(executeOne(this, one));
                }
                return answers;
            }
        }

        @Override
        public boolean answersPing() {
            return answers;
        }

        @Override
        public boolean isGone() {
            return gone || !runs;
        }

        @Override
        public void leave() {
            gone = true;
        }
    }

    private static final Duration SHOWN_ANEW_AFTER = Duration.ofMillis(100);

    /** Settings by name, as SELECT shows them. */
    final Map<String, String> settings = new TreeMap<>(Map.of(
            "read_only", "1",
            "rpl_semi_sync_master_enabled", "0",
            "rpl_semi_sync_slave_enabled", "0",
            "event_scheduler", "OFF"));

    /** Figures of semi-synchronous replication. */
    final Map<String, String> semiSync =
            new TreeMap<>(Map.of("clients", "0", "wait_sessions", "0", "yes_tx", "0", "get_ack", "0", "no_tx", "0"));

    final FakeReplication replication = new FakeReplication();

    /** Sessions of others: number to what SHOW PROCESSLIST says of them. */
    final Map<Integer, Map<String, String>> others = new TreeMap<>();

    /** Numbers of open transactions of users. */
    final List<String> transactions = new ArrayList<>();

    /** Its clock, in nanoseconds. */
    LongSupplier clock = System::nanoTime;

    private List<String> shown = List.of();
    private long askedAt = Long.MIN_VALUE;

    final FakeSql.Table table = new FakeSql.Table();

    /** Questions too, and what met a fault. */
    private final List<String> sent = new ArrayList<>();

    /** With which others each of them came. */
    private final List<List<String>> packets = new ArrayList<>();

    private final List<String> told = new ArrayList<>();
    private final List<Planned> faults = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private int logins;
    private volatile boolean answers = true;
    private volatile boolean takesConnections = true;
    private volatile boolean runs = true;
    private volatile String hanging = "";
    private volatile String password = "";
    private volatile String lastUrl = "";
    private Runnable onShutdown = () -> {};

    // --- what a test does to it

    /** The next statement that contains this meets the fault. */
    public synchronized void plan(String part, Fault fault) {
        faults.add(new Planned(-1, part, fault, false));
    }

    /** The statement that comes after so many others meets it. */
    synchronized void planAt(int at, Fault fault) {
        faults.add(new Planned(sent.size() + at, "", fault, false));
    }

    /** So does each from now on. */
    public synchronized void planAlways(String part, Fault fault) {
        faults.add(new Planned(-1, part, fault, true));
    }

    public synchronized void heal() {
        faults.clear();
        answers = true;
        takesConnections = true;
    }

    /** Carries out what the driver did not wait for. */
    synchronized void finishLate() throws SQLException {
        for (String statement : List.copyOf(late)) {
            Answer _ = carryOut(statement);
        }
        late.clear();
    }

    /** Ends all connections, as wait_timeout and KILL CONNECTION do. */
    public synchronized void endConnections() {
        clients.forEach(client -> client.gone = true);
    }

    /** It stands still: nothing is answered, nobody gets in. */
    public synchronized void stand(boolean still) {
        answers = !still;
        takesConnections = !still;
    }

    /** What contains this does not come to its end, until it is let go or mysqld ends. */
    public void hangs(String part) {
        hanging = part;
    }

    public void letGo() {
        hanging = "";
    }

    /** No room for new ones. */
    public void takesConnections(boolean takes) {
        takesConnections = takes;
    }

    /** As InnoDB shows them: those of an earlier question while somebody asked within the last 100 ms. */
    List<String> transactionsShown() {
        if (askedAt == Long.MIN_VALUE || clock.getAsLong() - askedAt > SHOWN_ANEW_AFTER.toNanos()) {
            shown = List.copyOf(transactions);
        }
        askedAt = clock.getAsLong();
        return shown;
    }

    /** The process has ended, or begins: closed, with nothing in memory. */
    synchronized void runs(boolean lives) {
        runs = lives;
        clients.forEach(client -> client.gone = true);
        clients.clear();
        late.clear();
        others.clear();
        transactions.clear();
        if (lives) {
            settings.putAll(Map.of(
                    "read_only", "1",
                    "rpl_semi_sync_master_enabled", "0",
                    "rpl_semi_sync_slave_enabled", "0",
                    "event_scheduler", "OFF"));
            semiSync.replaceAll((_, _) -> "0");
            replication.stop(true, true);
        }
    }

    void password(String known) {
        password = known;
    }

    /** How somebody last logged in. */
    String lastUrl() {
        return lastUrl;
    }

    void onShutdown(Runnable ends) {
        onShutdown = ends;
    }

    // --- what a test asks

    /** What came together with each of {@link #sent}. */
    synchronized List<List<String>> packets() {
        return List.copyOf(packets);
    }

    /** What changed something, or was to, in the order in which it was carried out. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    /** All that came, carried out or not. */
    synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    synchronized void forgetTold() {
        told.clear();
        sent.clear();
        packets.clear();
    }

    /** How often somebody logged in. */
    public synchronized int logins() {
        return logins;
    }

    public boolean isOpen() {
        return "0".equals(settings.get("read_only"));
    }

    // --- the server

    /** As the driver does, by that address. Throws SQLException for another password than mysqld read when it started. */
    Connection connect(String url) throws SQLException {
        if (!url.contains("&password=" + password + "&")) {
            throw new SQLException("Access denied", "28000", 1045);
        }
        lastUrl = url;
        return connect(0);
    }

    @Override
    public Connection connect(int answersWithin) throws SQLException {
        synchronized (this) {
            if (!runs || !takesConnections) {
                throw FakeJdbc.broken("Socket fail to connect");
            }
            logins += 1;
            Client client = new Client();
            clients.add(client);
            return FakeJdbc.connection(client);
        }
    }

    private Answer executeOne(Client client, String statement) throws SQLException {
        if (!answers) {
            client.gone = true;
            throw new SQLTimeoutException("Read timed out", "08000");
        }
        Fault fault = take(statement);
        if (fault == null) {
            return carryOut(statement);
        }
        switch (fault) {
            case NOT_SENT -> client.gone = true;
            case NOT_ANSWERED -> {
                client.gone = true;
                Answer _ = carryOut(statement);
            }
            case LATE -> {
                client.gone = true;
                late.add(statement);
                throw new SQLTimeoutException("Read timed out", "08000");
            }
            case NEVER -> {
                client.gone = true;
                throw new SQLTimeoutException("Read timed out", "08000");
            }
            case GARBLED -> {
                Answer _ = carryOut(statement);
                throw new IndexOutOfBoundsException("a packet that is none");
            }
            case REFUSED -> throw new SQLException("Lock wait timeout exceeded", "HY000", 1205);
        }
        throw FakeJdbc.broken("Socket error");
    }

    private @Nullable Fault take(String statement) {
        int at = sent.size();
        sent.add(statement);
        Planned planned = faults.stream()
                .filter(fault -> fault.at() < 0 ? statement.contains(fault.part()) : fault.at() == at)
                .findFirst()
                .orElse(null);
        if (planned == null) {
            return null;
        }
        if (!planned.again()) {
            faults.remove(planned);
        }
        return planned.fault();
    }

    private Answer kill(String statement) throws SQLException {
        told.add(statement);
        int id = Integer.parseInt(statement.substring(statement.lastIndexOf(' ') + 1));
        if (others.remove(id) == null) {
            throw new SQLException("Unknown thread id: " + id, "HY000", 1094);
        }
        return Answer.OK;
    }

    private Answer carryOut(String statement) throws SQLException {
        Answer answer = FakeSql.question(this, statement);
        if (answer != null) {
            return answer;
        }
        if (statement.startsWith("KILL ")) {
            return kill(statement);
        }
        told.add(statement);
        if (statement.equals("SHUTDOWN")) {
            onShutdown.run();
        } else {
            FakeSql.order(this, statement);
        }
        return Answer.OK;
    }

    /** Everything of SHOW SLAVE STATUS that the agent may ask for. */
    Map<String, String> slaveStatus() {
        Map<String, String> row = new LinkedHashMap<>();
        replication.describe(row);
        return row;
    }

    /** The last of each domain that is committed here. */
    GtidPosition binlog() {
        return replication.binlog;
    }
}
