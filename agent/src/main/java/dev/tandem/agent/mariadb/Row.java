package dev.tandem.agent.mariadb;

import dev.tandem.agent.mariadb.session.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own row, which the primary writes now and then: it shows that commits come to an end, carries the acknowledgement of
 * everything before it after a replica has connected again (a lost one would otherwise be waited for until the next transaction,
 * bugs.mysql.com 104015), and tells replicas how far behind they are. With it goes which events run ({@link Events}). On a thread of its own, because a commit may wait for ever.
 */
final class Row {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Longer than it takes to close, or to be refused that. */
    private static final Duration REST = Duration.ofSeconds(2);

    /** Three attempts: whoever holds a lock for a moment is no news. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

    private static final Duration ENDS_WITHIN = Duration.ofMillis(200);
    private static final String TABLE = "tandem.agent";

    /** Has a row when the table exists. */
    static final String TABLE_EXISTS =
            "SELECT 1 AS one FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'tandem' AND TABLE_NAME = 'agent'";

    private final Session session;
    private final Events events;
    private final String machine;
    private final BlockingQueue<Boolean> wishes = new LinkedBlockingQueue<>(1);
    private volatile boolean ready;
    private volatile boolean wanted;
    private volatile long begun;
    private volatile long restsUntil = System.nanoTime();
    private volatile @Nullable Refusal refusal;

    /** Since when rows are refused, and with which words lately. */
    private record Refusal(long since, String words) {}

    /** @param session in which a statement is waited for for ever */
    Row(Session session, String machine) {
        this.session = session;
        events = new Events(session);
        this.machine = machine;
        Thread.ofPlatform().daemon().name("row").start(this::writeForEver);
    }

    /** mysqld is there, and takes this agent's sessions. Whether rows are written: only where it is open. */
    void want(boolean open) {
        if (!open) {
            refusal = null;
        }
        wanted = open;
        ready = true;
    }

    /**
     * mysqld is about to be closed for writes, which does not keep the agent's own out: one that came after would be in this
     * binlog and in no other. Waits for the present one, for a moment at most.
     */
    void rest() {
        synchronized (this) {
            restsUntil = System.nanoTime() + REST.toNanos();
        }
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (begun != 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private synchronized boolean begins() {
        boolean begins = wanted && System.nanoTime() - restsUntil >= 0;
        begun = begins ? System.nanoTime() : 0;
        return begins;
    }

    /** Writes one soon. */
    void now() {
        boolean _ = wishes.offer(true);
    }

    /** For how long the present one has not come to an end. */
    Duration waits() {
        long since = begun;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** For how long mysqld has refused every row, and its words; null when it does not, or only for a moment. */
    @Nullable
    String refusal() {
        Refusal present = refusal;
        if (present == null) {
            return null;
        }
        Duration lasts = Duration.ofNanos(System.nanoTime() - present.since());
        return lasts.compareTo(WORTH_TELLING) < 0 ? null : "for " + lasts.toSeconds() + " s: " + present.words();
    }

    private void refused(SQLException because) {
        Refusal present = refusal;
        refusal = new Refusal(
                present == null ? System.nanoTime() : present.since(),
                String.valueOf(because.getMessage()).lines().findFirst().orElse(""));
    }

    /**
     * The statements that write the first row of a term. They make the table where there is none, and only there: a statement that
     * defines cannot be truncated from the binlog's end.
     */
    static String first(boolean tableExists, String machine) {
        String make = "CREATE DATABASE IF NOT EXISTS tandem; CREATE TABLE IF NOT EXISTS " + TABLE
                + " (machine VARCHAR(64) CHARACTER SET ascii PRIMARY KEY, written DATETIME(6) NOT NULL) ENGINE = InnoDB; ";
        return (tableExists ? "" : make) + statement(machine);
    }

    private static String statement(String machine) {
        return "REPLACE INTO " + TABLE + " VALUES ('" + machine + "', UTC_TIMESTAMP(6))";
    }

    private void writeForEver() {
        while (true) {
            try {
                Boolean _ = wishes.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (ready) {
                    // Also before the first one: on a replica that is promoted there may be no room any more. And
                    // before it begins,
                    // so that it is not taken for one that hangs.
                    session.open();
                }
                if (begins()) {
                    write();
                    events.record();
                }
            } catch (SQLException refused) {
                // mysqld answered, or its end is known otherwise.
            } catch (InterruptedException ended) {
                return;
            } finally {
                begun = 0;
            }
        }
    }

    private void write() throws SQLException {
        try {
            // Whoever holds a lock is no sign that mysqld hangs.
            session.execute(
                    "SET STATEMENT lock_wait_timeout = 1, innodb_lock_wait_timeout = 1 FOR " + statement(machine));
            refusal = null;
        } catch (SQLException because) {
            refused(because);
            throw because;
        }
    }

    /** mysqld has ended: nothing that waits there will come to an end. */
    void abandon() {
        ready = false;
        wanted = false;
        refusal = null;
        session.close();
    }
}
