package dev.tandem.lab.drill.fault;

import static dev.tandem.lab.drill.fault.Injections.cut;
import static dev.tandem.lab.drill.fault.Injections.dropped;
import static dev.tandem.lab.drill.fault.Injections.frozen;
import static dev.tandem.lab.drill.fault.Injections.inTurn;
import static dev.tandem.lab.drill.fault.Injections.killed;
import static dev.tandem.lab.drill.fault.Injections.powerFails;
import static dev.tandem.lab.drill.fault.Injections.signalled;
import static dev.tandem.lab.drill.fault.Injections.stopped;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Faults of the primary: somebody else must take over, and nothing that was acknowledged may be missing. */
final class PrimaryFaults {
    private static final Set<Need> AGENTS = Set.of(Need.AGENTS);
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration LONG_OUTAGE = Duration.ofMillis(1_500);
    private static final Duration RECOVERS_WITHIN = Duration.ofMinutes(2);
    private static final Duration UNACKNOWLEDGED = Duration.ofMillis(250);
    private static final String MARIADB = "mariadb";

    private static final int TRIES = 10;

    /** Three sessions that change a table each, one statement after the other, for some seconds at most. */
    private static final String ALTER_ON_AND_ON = """
            for table in 1 2 3; do
                mariadb "$1" -e "CREATE OR REPLACE TABLE tandem_drill_tail_$table (id INT)"
                (seq 1 9000 | sed "s/.*/ALTER TABLE tandem_drill_tail_$table COMMENT '&';/" \
                    | timeout 10 mariadb "$1") > /dev/null 2>&1 < /dev/null &
            done
            """;

    /** Holds the tables of all writers for a moment, so that what comes first to wait in the log is none of theirs. */
    private static final String HOLD_WRITERS_BACK = """
            timeout 5 mariadb "$1" -e "SET lock_wait_timeout = 1; LOCK TABLES tandem_drill WRITE, articles WRITE;
                SELECT SLEEP(1.2)" > /dev/null 2>&1 < /dev/null &
            sleep 0.2
            """;

    /** Succeeds when one of them is in the log, as its text shows, and does not end: it waits for the partner, or behind who does. */
    private static final String ALTER_WAITS = """
            for try in 1 2 3 4 5 6; do
                log=/var/lib/mysql/$(tail -n 1 /var/lib/mysql/binlog.index)
                mariadb -N -e "SELECT info FROM information_schema.processlist
                        WHERE info LIKE 'ALTER TABLE tandem_drill_tail%' AND time_ms > 100" > /run/tandem-drill-waiting
                if [ -s /run/tandem-drill-waiting ] && tail -c 100000 "$log" | grep -a -q -F -f /run/tandem-drill-waiting; then
                    exit 0
                fi
                sleep 0.02
            done
            exit 1
            """;

    private static final String DROP_ALTERED = """
            for table in 1 2 3; do mariadb "$1" -e "DROP TABLE IF EXISTS tandem_drill_tail_$table"; done
            rm -f /run/tandem-drill-waiting
            """;

    private PrimaryFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>(plain());
        all.addAll(nasty());
        return all;
    }

    private static Limits back(Duration within) {
        return Limits.nothingLost().with(Measure.WRITE_OUTAGE, within);
    }

    private static List<Fault> plain() {
        Limits dead = back(Duration.ofMillis(1_200)).worst(Measure.WRITE_OUTAGE, Duration.ofMillis(2_500));
        return List.of(
                Faults.of(
                        "mysqld-killed",
                        "MariaDB is killed on the primary.",
                        AGENTS,
                        back(Duration.ofMillis(600)),
                        Duration.ofSeconds(5),
                        killed(Ground::primary, MARIADB)),
                Faults.of(
                        "machine-dies", "The primary's power fails.", AGENTS, dead, HOLD, powerFails(Ground::primary)),
                new Fault(
                        "frozen",
                        "All programs of the primary's machine stand still, and go on later.",
                        AGENTS,
                        back(LONG_OUTAGE),
                        MINUTE,
                        Fault.Clients.DRIVER_AND_DIRECT,
                        frozen(Ground::primary)),
                Faults.of(
                        "mysqld-stopped",
                        "MariaDB stands still on the primary (SIGSTOP).",
                        AGENTS,
                        back(Duration.ofSeconds(5)),
                        HOLD,
                        stopped(Ground::primary, MARIADB)),
                new Fault(
                        "cut-off",
                        "The primary's machine is cut off from everything.",
                        AGENTS,
                        back(LONG_OUTAGE),
                        Duration.ofSeconds(20),
                        Fault.Clients.DRIVER_AND_DIRECT,
                        cut(Ground::primary)),
                Faults.of(
                        "mysqld-terminated",
                        "An admin ends MariaDB on the primary with SIGTERM.",
                        AGENTS,
                        back(LONG_OUTAGE),
                        HOLD,
                        signalled(Ground::primary, MARIADB, "TERM")));
    }

    private static List<Fault> nasty() {
        Limits held = Limits.nothingLost().with(Measure.RECOVERY, RECOVERS_WITHIN);
        return List.of(
                Faults.of(
                        "ddl-in-the-tail",
                        "The primary dies with a changed table in its log that its partner never got.",
                        AGENTS,
                        held,
                        HOLD,
                        PrimaryFaults::withTail),
                Faults.of(
                        "disk-full",
                        "The disk of the primary's database is full.",
                        AGENTS,
                        held.with(Measure.WRITE_OUTAGE, Duration.ofSeconds(5)),
                        HOLD,
                        FullDisk::strike),
                Faults.of(
                        "commit-killed",
                        "KILL QUERY for a commit that waits for the partner, who does not answer.",
                        AGENTS,
                        held,
                        HOLD,
                        PrimaryFaults::commitKilled),
                Faults.of(
                        "dies-while-partner-restarts",
                        "The partner's MariaDB is killed, and at that moment the primary's power fails.",
                        AGENTS,
                        held,
                        HOLD,
                        inTurn(
                                Duration.ofMillis(100),
                                List.of(killed(Ground::partner, MARIADB), powerFails(Ground::primary)))),
                Faults.of(
                        "three-in-a-row",
                        "MariaDB is killed on three primaries in a row, each as soon as there is a partner again.",
                        AGENTS,
                        held,
                        HOLD,
                        PrimaryFaults::threeTimes),
                Faults.of(
                        "all-power-cycled",
                        "The power of all machines fails and comes back.",
                        AGENTS,
                        held,
                        Duration.ofSeconds(1),
                        PrimaryFaults::blackout));
    }

    /**
     * A statement that cannot be rolled back is in the log and waits for an acknowledgement that cannot come; before the primary gives up its
     * partner, it dies. A writer that waits already keeps a statement out of the log, so writers are held back, and it is tried until a
     * statement was there first: the agent's own row may come before it.
     */
    private static Struck withTail(Ground ground) {
        Grip primary = ground.primary();
        Grip partner = ground.partner();
        primary.sh(ALTER_ON_AND_ON, schema(ground));
        for (int tries = 1; tries <= TRIES; tries++) {
            Deadline.pause(UNACKNOWLEDGED);
            primary.sh(HOLD_WRITERS_BACK, schema(ground));
            Struck deaf = unheard(primary, partner);
            if (primary.trying(ALTER_WAITS).isPresent()) {
                return diesWithTail(ground, primary, deaf);
            }
            deaf.mend().run();
        }
        primary.trying(DROP_ALTERED, schema(ground));
        throw new IllegalStateException(
                "no ALTER TABLE came to wait in the log of " + primary.name() + " in " + TRIES + " tries");
    }

    /** The partner gets nothing of what the primary sends, so it acknowledges nothing. */
    private static Struck unheard(Grip primary, Grip partner) {
        return dropped(partner, List.of("ip saddr " + primary.address() + " tcp sport 3316"));
    }

    private static Struck diesWithTail(Ground ground, Grip primary, Struck deaf) {
        Struck killed = killed(_ -> primary, MARIADB).strike(ground);
        Optional<String> dropped = deaf.proof().get();
        deaf.mend().run();
        return new Struck(
                deaf.what() + "; ALTER TABLE; " + killed.what(),
                () -> dropped.isPresent()
                        ? killed.proof().get().map(gone -> "ALTER TABLE was in the log and waited; " + gone)
                        : Optional.empty(),
                () -> ground.primary().trying(DROP_ALTERED, schema(ground)),
                Set.of());
    }

    /**
     * MariaDB's own way when a replica does not answer: it goes on without. For less time than the agent needs to give the partner up.
     */
    static Struck asynchronous(Ground ground) {
        Grip primary = ground.primary();
        Grip partner = ground.partner();
        primary.sh("mariadb -e 'SET GLOBAL rpl_semi_sync_master_timeout = 1'");
        Struck deaf = unheard(primary, partner);
        Deadline.pause(UNACKNOWLEDGED);
        Struck killed = killed(_ -> primary, MARIADB).strike(ground);
        Optional<String> dropped = deaf.proof().get();
        return new Struck(
                "no waiting for acknowledgements; " + deaf.what() + "; " + killed.what(),
                () -> dropped.isPresent() ? killed.proof().get() : Optional.empty(),
                // Not before somebody has taken over: the kernel would go on to send what mariadb left behind.
                deaf.mend(),
                Set.of());
    }

    private static Struck commitKilled(Ground ground) {
        Grip primary = ground.primary();
        Struck still = stopped(Ground::partner, MARIADB).strike(ground);
        String killed = primary.trying("""
                for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
                    id=$(mariadb -N -e "SELECT id FROM information_schema.processlist
                        WHERE state LIKE '%semi-sync ACK%' AND user LIKE 'tandem_app%' LIMIT 1")
                    if [ -n "$id" ]; then mariadb -e "KILL QUERY $id"; echo "$id"; exit 0; fi
                    sleep 0.05
                done
                """).orElse("");
        return new Struck(
                still.what() + "; KILL QUERY on " + primary.name(),
                () -> killed.isEmpty()
                        ? Optional.empty()
                        : Optional.of("connection " + killed + " waited and was killed"),
                () -> handedOn(ground, primary, still),
                Set.of());
    }

    /** A primary that released a commit keeps its data while it is primary; what an operator does then. */
    private static void handedOn(Ground ground, Grip primary, Struck still) {
        still.mend().run();
        ground.awaitPartner(MINUTE);
        ground.tellAgents(primary, MINUTE, "switchover");
    }

    private static Struck threeTimes(Ground ground) {
        List<Struck> all = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            ground.awaitPartner(MINUTE);
            all.add(killed(Ground::primary, MARIADB).strike(ground));
            Deadline.pause(Duration.ofSeconds(2));
        }
        return all.stream().reduce(Struck::and).orElseThrow();
    }

    private static Struck blackout(Ground ground) {
        List<Struck> all = ground.machines().stream()
                .map(grip -> powerFails(_ -> grip).strike(ground))
                .toList();
        Struck dark = all.stream().reduce(Struck::and).orElseThrow();
        return new Struck("power of all machines fails", dark.proof(), () -> backOn(ground), dark.gone());
    }

    /** All at once, as when the power comes back. */
    private static void backOn(Ground ground) {
        ground.machines().forEach(grip -> grip.machine().start());
        ground.machines().forEach(grip -> grip.machine().awaitSsh(ground.network(), MINUTE));
    }

    private static String schema(Ground ground) {
        return ground.layout().site().database().schema();
    }
}
