package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.kernel.Unprivileged;
import dev.tandem.agent.mariadb.data.DataDirectory;
import dev.tandem.agent.mariadb.session.Answers;
import dev.tandem.agent.mariadb.session.NotSentException;
import dev.tandem.agent.mariadb.session.Session;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What is decided about mysqld and done by SQL. For one thread. */
final class Statements {
    /** After it, mysqld counts as not answering, and is killed, because it may still carry the order out. */
    static final int ANSWERS_WITHIN_MILLIS = 10_000;

    private static final Duration APPLIES_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(100);

    /** Of agents of this machine, and not of this one; see {@link #endPredecessor}. */
    private static final String ORDERS =
            "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = '" + Account.NAME
                    + "' AND ID <> CONNECTION_ID() AND STATE <> 'Commit' AND STATE NOT LIKE 'Waiting for semi-sync ACK%'";

    private static final String SEMI_SYNC_ON = "SET GLOBAL rpl_semi_sync_master_enabled = ON;"
            + " SHOW GLOBAL STATUS LIKE 'Rpl\\_semi\\_sync\\_master\\_no\\_tx'";

    private static final String IDLE =
            "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE COMMAND = 'Sleep' AND TIME >= 1"
                    + " AND USER NOT IN ('root', '" + Unprivileged.USER + "', 'system user', '" + Account.NAME + "')";

    private static final String FOLLOWING = "SHOW SLAVE STATUS";
    private static final int NO_SUCH_THREAD = 1094;

    private final Place place;
    private final Gate gate;
    private final Released released;
    private final DataDirectory data;
    private final Session session;
    private final Events events;

    Statements(Place place, Session session, Gate gate, Released released, DataDirectory data) {
        this.place = place;
        this.gate = gate;
        this.released = released;
        this.data = data;
        this.session = session;
        events = new Events(session);
    }

    /** Connects now: later there may be no room for it. */
    void prepare() throws NotSentException {
        session.open();
    }

    /** Sees that the session is there when it is needed. By any thread. */
    void tend() {
        session.tend();
    }

    void abandon() {
        session.close();
    }

    /** Everything that was received is applied first; then nobody is followed any more and writes are allowed. */
    void open(MachineName self) throws SQLException {
        List<List<Map<String, String>>> seen =
                session.ask(FOLLOWING + "; SELECT @@rpl_semi_sync_master_enabled AS waits; " + Row.TABLE_EXISTS);
        Map<String, String> following = Answers.first(seen.get(0));
        if (!following.isEmpty() && !Answers.text(following, "slave_io_running").equals("No")) {
            applyRest();
            tearFromSource(() -> session.execute("STOP SLAVE"));
        }
        // Together: every round trip here is an outage of the site.
        session.execute("STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_slave_enabled = OFF");
        events.adopt();
        boolean waits = Answers.text(Answers.first(seen.get(1)), "waits").equals("1");
        // The first transaction of a term bears this server's number: no older history can be mistaken for this one.
        String row = waits ? "" : "; " + Row.first(!seen.get(2).isEmpty(), self.value());
        // The row last: when it is refused, writes are taken and events run nevertheless.
        session.execute("SET GLOBAL read_only = OFF; SET GLOBAL event_scheduler = ON" + row);
    }

    /** Only a promotion that accepts a loss comes here with something that is not applied yet. */
    private void applyRest() throws SQLException {
        long end = System.nanoTime() + APPLIES_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            Map<String, String> following = ask(FOLLOWING);
            GtidPosition received = GtidPosition.parse(Answers.text(following, "gtid_io_pos"));
            if (!Answers.text(following, "slave_sql_running").equals("Yes")
                    || positions().both().covers(received)) {
                return;
            }
            LockSupport.parkNanos(LOOKS_EVERY.toNanos());
        }
    }

    private Positions positions() throws SQLException {
        return Positions.of(ask(Positions.QUESTION));
    }

    /** The first row of an answer; without columns when there is none. */
    private Map<String, String> ask(String question) throws SQLException {
        return Answers.first(session.ask(question).getFirst());
    }

    /** Where the question after it fails, {@link Released} counts from the next look. */
    void semiSync(boolean on, String process) throws SQLException {
        if (!on) {
            session.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
            return;
        }
        // Together: one that is on, without where counting began, would take what was released before for somebody's
        // fault.
        long without = session.run(statement -> Long.parseLong(
                Answers.first(Answers.to(statement, SEMI_SYNC_ON).getLast()).getOrDefault("value", "0")));
        released.begin(process, without);
    }

    void stopReceiver() throws SQLException {
        tearFromSource(() -> session.execute("STOP SLAVE IO_THREAD"));
    }

    /** A statement that is about the connection to the source, which may be dead without a word. */
    private interface Tearing {
        void run() throws SQLException;
    }

    /** The kernel refuses the source's port meanwhile: STOP SLAVE talks to the source, and waits seconds for one that is gone. */
    private void tearFromSource(Tearing stop) throws SQLException {
        // What mysqld says of it gets to the kernel only as an address that the site has.
        Optional<MachineName> source = place.machineAt(Answers.text(ask(FOLLOWING), "master_host"));
        if (source.isEmpty()) {
            stop.run();
            return;
        }
        String address = place.address(source.get());
        gate.shun(address, true);
        try {
            stop.run();
        } finally {
            gate.shun(address, false);
        }
    }

    /** A receiver that is not started has nothing to acknowledge, and the order is given again. */
    void receive(boolean acknowledge) throws SQLException {
        session.execute("SET GLOBAL rpl_semi_sync_slave_enabled = " + (acknowledge ? "ON" : "OFF"));
        session.execute("START SLAVE IO_THREAD");
    }

    /**
     * Both threads are started, which throws away what was received and not applied. Half of it leaves a replica that follows nobody, or
     * does not receive, and the whole of it is ordered again.
     */
    void follow(Decision.Follow follow) throws SQLException, IOException {
        tearFromSource(() -> session.execute("STOP SLAVE"));
        String from = begin();
        if (!from.isEmpty()) {
            session.execute("SET GLOBAL gtid_slave_pos = " + quoted(from));
        }
        session.execute(changeMaster(place.address(follow.source())));
        session.execute("SET GLOBAL rpl_semi_sync_slave_enabled = " + (follow.acknowledge() ? "ON" : "OFF"));
        session.execute("START SLAVE");
        data.replicationBegan();
    }

    /**
     * From where replication has to begin, where it does not know: in a copy, and where something was written here as primary, which counts
     * as applied. (MASTER_DEMOTE_TO_SLAVE counts only what bears the server's own number, which is another one in each life.)
     */
    private String begin() throws SQLException, IOException {
        String copied = data.copiedTo();
        if (!copied.isEmpty()) {
            return copied;
        }
        Positions positions = positions();
        return positions.applied().covers(positions.binlog())
                ? ""
                : positions.both().toString();
    }

    private String changeMaster(String source) throws IOException {
        String password = Files.readString(place.passwordFile()).strip();
        return "CHANGE MASTER TO MASTER_HOST = " + quoted(source) + ", MASTER_PORT = " + Gate.REPLICATION_PORT
                + ", MASTER_USER = " + quoted(place.replicationUser()) + ", MASTER_PASSWORD = " + quoted(password)
                + ", MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 0.5, MASTER_SSL = 1,"
                + " MASTER_SSL_VERIFY_SERVER_CERT = 1, MASTER_SSL_CA = "
                + quoted(place.authority().toString()) + ", MASTER_SSL_CERT = "
                + quoted(place.identity().toString()) + ", MASTER_SSL_KEY = "
                + quoted(place.identity().toString()) + ", MASTER_USE_GTID = slave_pos";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Gives up within a second when something holds a lock; then nothing has changed. */
    void close() throws SQLException {
        events.close();
    }

    /**
     * Nothing waits for an acknowledgement here, so nothing is released by this. Ends sessions that do nothing; one that could not be ended
     * is refused its writes, and ends when its client does.
     */
    void demote() throws SQLException {
        session.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        end("KILL SOFT CONNECTION ", session.ask(IDLE).getFirst());
    }

    private void end(String how, List<Map<String, String>> sessions) throws SQLException {
        session.run(statement -> {
            for (Map<String, String> one : sessions) {
                kill(statement, how + Answers.text(one, "id"));
            }
            return sessions.size();
        });
    }

    private static void kill(Statement statement, String kill) throws SQLException {
        try {
            statement.execute(kill);
        } catch (SQLException gone) {
            if (gone.getErrorCode() != NO_SUCH_THREAD) {
                throw gone;
            }
        }
    }

    void shutdown() throws SQLException {
        session.execute("SHUTDOWN");
    }

    /**
     * Ends the statements of this machine's earlier agent, except a commit that waits for its acknowledgement, or in line behind one:
     * to kill that would release it and all that wait with it, and it changes nothing but the agent's own row. Mends what an order left
     * that was cut off half way.
     *
     * @return whether none is left
     */
    boolean endPredecessor() throws SQLException {
        List<Map<String, String>> sessions = session.ask(ORDERS).getFirst();
        end("KILL CONNECTION ", sessions);
        if (sessions.isEmpty()) {
            events.mend();
        }
        return sessions.isEmpty();
    }
}
