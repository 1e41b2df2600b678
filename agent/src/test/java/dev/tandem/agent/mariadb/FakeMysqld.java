package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.FakeJdbc.Answer;
import dev.tandem.protocol.GtidPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB 11.8 as far as the agent talks with it: what it is told changes what it answers, and it refuses what MariaDB refuses. Each
 * statement may meet a {@link Fault}. Safe for many threads.
 */
final class FakeMysqld implements Login {
    /** What becomes of one statement. */
    enum Fault {
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

    private record Planned(String part, Fault fault, boolean again) {}

    /** One that was connected. */
    private final class Client implements FakeJdbc.Server {
        private volatile boolean gone;

        @Override
        public List<Answer> execute(String sql) throws SQLException {
            synchronized (FakeMysqld.this) {
                List<Answer> answers = new ArrayList<>();
                for (String one : FakeSql.statements(sql)) {
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

    /** Settings by name, as SELECT shows them. */
    final Map<String, String> settings = new TreeMap<>(Map.of(
            "read_only", "1",
            "rpl_semi_sync_master_enabled", "0",
            "rpl_semi_sync_slave_enabled", "0",
            "event_scheduler", "1"));

    /** Figures of semi-synchronous replication. */
    final Map<String, String> semiSync =
            new TreeMap<>(Map.of("clients", "0", "wait_sessions", "0", "yes_tx", "0", "get_ack", "0", "no_tx", "0"));

    final FakeReplication replication = new FakeReplication();

    /** Sessions of others: number to what SHOW PROCESSLIST says of them. */
    final Map<Integer, Map<String, String>> others = new TreeMap<>();

    /** Numbers of open transactions of users. */
    final List<String> transactions = new ArrayList<>();

    final FakeSql.Table table = new FakeSql.Table();

    private final List<String> told = new ArrayList<>();
    private final List<Planned> faults = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private int logins;
    private volatile boolean answers = true;
    private volatile boolean takesConnections = true;
    private volatile boolean runs = true;
    private Runnable onShutdown = () -> {};

    // --- what a test does to it

    /** The next statement that contains this meets the fault. */
    synchronized void plan(String part, Fault fault) {
        faults.add(new Planned(part, fault, false));
    }

    /** So does each from now on. */
    synchronized void planAlways(String part, Fault fault) {
        faults.add(new Planned(part, fault, true));
    }

    synchronized void heal() {
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
    synchronized void endConnections() {
        clients.forEach(client -> client.gone = true);
    }

    /** It stands still: nothing is answered, nobody gets in. */
    synchronized void stand(boolean still) {
        answers = !still;
        takesConnections = !still;
    }

    /** No room for new ones. */
    void takesConnections(boolean takes) {
        takesConnections = takes;
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
            settings.putAll(
                    Map.of("read_only", "1", "rpl_semi_sync_master_enabled", "0", "rpl_semi_sync_slave_enabled", "0"));
            semiSync.replaceAll((_, _) -> "0");
            replication.stop(true, true);
        }
    }

    void onShutdown(Runnable ends) {
        onShutdown = ends;
    }

    // --- what a test asks

    /** What changed something, or was to, in the order in which it was carried out. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    synchronized void forgetTold() {
        told.clear();
    }

    /** How often somebody logged in. */
    synchronized int logins() {
        return logins;
    }

    boolean isOpen() {
        return "0".equals(settings.get("read_only"));
    }

    // --- the server

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
            return statement.startsWith("KILL ") ? kill(statement) : carryOut(statement);
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
        Planned planned = faults.stream()
                .filter(fault -> statement.contains(fault.part()))
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
