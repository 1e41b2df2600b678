package dev.tandem.lab.drill.load;

import dev.tandem.runner.configuration.DatabaseConfiguration;
import dev.tandem.runner.database.DatabasePools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writers and readers with a bare driver: no pool, nothing asked twice, so that whatever a client would have seen is counted.
 * Runs on an application machine, with the application server's account, which it finds in the environment. Arguments: folder,
 * number of the first writer, how many writers, writes per second of each, seconds at most, the way (to go past the router, a
 * database's address), and how many milliseconds old what a replica shows may be, 0 for any age.
 */
final class SqlLoad {
    private static final String WRITE = "INSERT INTO tandem_drill (writer, number) VALUES (?, ?)";
    private static final String READ = "SELECT COALESCE(MAX(number), -1) FROM tandem_drill WHERE writer = ?";
    private static final int READS_PER_SECOND = 10;
    private static final int PRACTICE = 5;
    private static final String TIMEOUTS = "&connectTimeout=1000&socketTimeout=1000";

    private final AttemptLog log;
    private final int first;
    private final AtomicIntegerArray acknowledged;
    private final Past past = new Past();

    private SqlLoad(AttemptLog log, int first, int writers) {
        this.log = log;
        this.first = first;
        this.acknowledged = new AtomicIntegerArray(writers);
        for (int writer = 0; writer < writers; writer++) {
            acknowledged.set(writer, -1);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        int writers = Integer.parseInt(arguments[2]);
        int rate = Integer.parseInt(arguments[3]);
        Files.createDirectories(folder);
        Pace pace = new Pace(folder, Long.parseLong(arguments[4]));
        try (AttemptLog log = new AttemptLog(folder.resolve("attempts"))) {
            SqlLoad load = new SqlLoad(log, first, writers);
            String primary = environment("RUNNER_DATABASE_PRIMARY");
            String way = arguments[5];
            boolean application = way.equals("application");
            boolean direct = !application && !way.equals("router");
            String url = direct ? primary.replace("127.0.0.1:", way + ":") : primary;
            DataSource shared = application ? applications(writers + 1) : null;
            for (int writer = 0; writer < writers; writer++) {
                Client client = load.new Client(url, shared, WRITE);
                int index = writer;
                String kind = direct ? "direct-write" : "write";
                client.practise();
                pace.add(rate, (double) writer / writers, new Writing(load, client, index, kind)::once);
            }
            Client own = load.new Client(url, shared, READ);
            pace.add(
                    READS_PER_SECOND,
                    0.3,
                    () -> load.read(
                            own, direct ? "direct-read" : "read-primary", direct ? -1 : load.acknowledged.get(0)));
            if (!direct) {
                Client replica = load.new Client(environment("RUNNER_DATABASE_REPLICA"), null, READ);
                Duration oldest = Duration.ofMillis(Long.parseLong(arguments[6]));
                pace.add(READS_PER_SECOND, 0.8, () -> load.read(replica, "read-replica", load.least(oldest)));
            }
            pace.run(folder.resolve("ready"));
        }
    }

    /**
     * What the application server gives an application: one for each client at any time. To it all of them are one party, which has three quarters of
     * the connections at most.
     */
    private static DataSource applications(int clients) {
        return new DatabasePools(new DatabaseConfiguration(
                        environment("RUNNER_DATABASE_PRIMARY"),
                        environment("RUNNER_DATABASE_REPLICA"),
                        environment("RUNNER_DATABASE_USER"),
                        environment("RUNNER_DATABASE_PASSWORD"),
                        2 * clients))
                .dataSource();
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in the environment");
        }
        return value;
    }

    /** One writer's numbers, which only rise. */
    private static final class Writing {
        private final SqlLoad load;
        private final Client client;
        private final int index;
        private final String kind;
        private int number;

        Writing(SqlLoad load, Client client, int index, String kind) {
            this.load = load;
            this.client = client;
            this.index = index;
            this.kind = kind;
        }

        boolean once() {
            int mine = number++;
            int writer = load.first + index;
            String id = writer + "." + mine;
            long begin = System.nanoTime();
            load.log.begin(kind, id, begin);
            boolean good = client.ask(kind, id, begin, statement -> {
                statement.setInt(1, writer);
                statement.setInt(2, mine);
                statement.executeUpdate();
                return AttemptLog.Outcome.ACKNOWLEDGED;
            });
            if (good) {
                load.acknowledged.set(index, mine);
                if (index == 0) {
                    load.past.add(System.nanoTime(), mine);
                }
            }
            return good;
        }
    }

    /** What a replica must show by now. */
    private int least(Duration oldest) {
        return oldest.isZero() ? -1 : past.before(System.nanoTime(), oldest);
    }

    /**
     * Reads the first writer's last number.
     *
     * @param least what must be seen: at the primary all that was acknowledged before
     */
    private boolean read(Client client, String kind, int least) {
        long begin = System.nanoTime();
        return client.ask(kind, "-", begin, statement -> {
            statement.setInt(1, first);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                boolean stale = rows.getInt(1) < least;
                return stale ? AttemptLog.Outcome.STALE : AttemptLog.Outcome.ACKNOWLEDGED;
            }
        });
    }

    /** What is done with a statement. */
    private interface Work {
        AttemptLog.Outcome with(PreparedStatement statement) throws SQLException;
    }

    /** One connection, made anew after an error; of a shared DataSource, one for each statement. */
    private final class Client {
        private final String url;
        private final @Nullable DataSource shared;
        private final String sql;
        private @Nullable Connection connection;
        private @Nullable PreparedStatement statement;

        Client(String url, @Nullable DataSource shared, String sql) {
            this.url = url + TIMEOUTS;
            this.shared = shared;
            this.sql = sql;
        }

        boolean ask(String kind, String id, long begin, Work work) {
            boolean sent = false;
            try {
                PreparedStatement mine = open();
                sent = true;
                AttemptLog.Outcome outcome = work.with(mine);
                log.end(kind, id, begin, outcome, "-");
                giveBack();
                return true;
            } catch (SQLException e) {
                boolean answered =
                        e.getErrorCode() > 0 && !String.valueOf(e.getSQLState()).startsWith("08");
                AttemptLog.Outcome outcome = sent && !answered ? AttemptLog.Outcome.MAYBE : AttemptLog.Outcome.REFUSED;
                log.end(kind, id, begin, outcome, e.getErrorCode() + " " + e.getMessage());
                close();
                return false;
            }
        }

        /** A client that has run for a while connects in milliseconds; a new JVM needs a tenth of a second of processor time. */
        void practise() {
            for (int time = 0; time < PRACTICE; time++) {
                try {
                    open();
                } catch (SQLException e) {
                    // The load itself will say so.
                }
                close();
            }
        }

        private PreparedStatement open() throws SQLException {
            PreparedStatement present = statement;
            if (present != null) {
                return present;
            }
            Connection made = shared != null
                    ? shared.getConnection()
                    : DriverManager.getConnection(
                            url, environment("RUNNER_DATABASE_USER"), environment("RUNNER_DATABASE_PASSWORD"));
            connection = made;
            PreparedStatement prepared = made.prepareStatement(sql);
            statement = prepared;
            return prepared;
        }

        private void giveBack() throws SQLException {
            Connection used = connection;
            if (shared != null && used != null) {
                connection = null;
                statement = null;
                used.close();
            }
        }

        private void close() {
            Connection old = connection;
            connection = null;
            statement = null;
            if (old != null) {
                try {
                    old.abort(Runnable::run);
                } catch (SQLException e) {
                    // It is broken: that is why it is closed.
                }
            }
        }
    }
}
