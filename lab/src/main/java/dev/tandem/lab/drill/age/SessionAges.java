package dev.tandem.lab.drill.age;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.fault.Injections;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sessions of the database end: those of agents, of applications, and the replica's. */
final class SessionAges {
    private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration PARTNER_WITHIN = Duration.ofSeconds(60);
    private static final int REPLICATION = 3316;

    /** Longer than slave_net_timeout, which is 3 s. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private static final int TIMES = 2;
    private static final int RENEWALS = 3;

    /** The values from before, so that they can be given back; and the number of the last session that was made with them. */
    private static final String SHORTEN = """
            mariadb -N -e "SET GLOBAL wait_timeout = $1; SET GLOBAL interactive_timeout = $1; SELECT CONNECTION_ID()"
            """;

    private static final String NOW =
            "mariadb -N -e 'SELECT CONCAT(@@GLOBAL.wait_timeout, \" \", @@GLOBAL.interactive_timeout)'";

    /** How many sessions are from before; those between the databases are no sessions of clients. */
    private static final String OLDER = """
            mariadb -N -e "SELECT COUNT(*) FROM information_schema.processlist WHERE id <= $1 AND user <> 'system user'
              AND command NOT IN ('Binlog Dump', 'Daemon')"
            """;

    private static final String ENDED = "mariadb -N -e \"SHOW GLOBAL STATUS LIKE 'Aborted_clients'\" | cut -f2";

    /** A session of the drill's own: fails when the server had ended it before it said another word. */
    private static final String WITNESS = """
            { sleep $(($1 + 3)); echo 'SELECT 1;'; } | mariadb --skip-reconnect > /dev/null 2>&1
            """;

    private static final String RENEW = """
            . /etc/tandem/runner.env
            for order in 'pause?millis=1000' resume read-elsewhere; do
                curl -sS --fail --max-time 5 -X POST --unix-socket "$RUNNER_MANAGEMENT" "http://runner/database/$order" > /dev/null
            done
            """;

    private SessionAges() {}

    /** The sequence of a quiet night: the value, new sessions that take it, and nobody who says anything. */
    static Struck idle(Ground ground) {
        List<Grip> databases = ground.with(Role.DATABASE);
        // Their application servers are started anew by whoever takes that back.
        ground.with(Role.APP).forEach(grip -> Undo.remember(grip, ":"));
        Map<Grip, String> before = new LinkedHashMap<>();
        for (Grip grip : databases) {
            String[] values = grip.sh(NOW).split(" ", 2);
            Undo.remember(
                    grip,
                    "mariadb -e 'SET GLOBAL wait_timeout = " + values[0] + "; SET GLOBAL interactive_timeout = "
                            + values[1] + "'");
            before.put(grip, grip.sh(SHORTEN, Integer.toString(Ages.SHORT)));
        }
        // The primary's last: as long as it has a partner, the site can lose it.
        databases.reversed().forEach(grip -> grip.sh(RESTARTS_WITHIN, "systemctl try-restart tandem-agent"));
        ground.with(Role.APP).forEach(grip -> grip.sh(RESTARTS_WITHIN, "systemctl try-restart tandem-runner"));
        Map<Grip, Long> ended = new LinkedHashMap<>();
        databases.forEach(grip -> ended.put(grip, Long.valueOf(grip.sh(ENDED))));
        return new Struck(
                "wait_timeout and interactive_timeout are " + Ages.SHORT
                        + " s, agents and application servers started anew",
                () -> ofEach(databases.stream()
                        .map(grip -> idled(grip, before.getOrDefault(grip, "0"), ended.getOrDefault(grip, 0L)))
                        .toList()),
                () -> {},
                Set.of());
    }

    private static Optional<String> idled(Grip grip, String lastBefore, long endedBefore) {
        boolean bites = grip.trying(WITNESS, Integer.toString(Ages.SHORT)).isEmpty();
        long older = grip.trying(OLDER, lastBefore).map(Long::valueOf).orElse(Long.MAX_VALUE);
        long ended = grip.trying(ENDED).map(Long::valueOf).orElse(0L) - endedBefore;
        return bites && older == 0 && ended > 0
                ? Optional.of(grip.name() + " ended " + ended + " sessions, the drill's own among them")
                : Optional.empty();
    }

    /** All of them, or nothing. */
    static Optional<String> ofEach(List<Optional<String>> proofs) {
        return proofs.stream().allMatch(Optional::isPresent) && !proofs.isEmpty()
                ? Optional.of(String.join(
                        ", ", proofs.stream().flatMap(Optional::stream).toList()))
                : Optional.empty();
    }

    /** What the pools do with a connection at the end of its lifetime, all at once: the application server's own door does it. */
    static Struck pools(Ground ground) {
        Grip primary = ground.primary();
        String last = primary.sh("mariadb -N -e 'SELECT CONNECTION_ID()'");
        List<Grip> servers = ground.with(Role.APP);
        for (int time = 0; time < RENEWALS; time++) {
            servers.forEach(grip -> grip.sh(PARTNER_WITHIN, RENEW));
            Deadline.pause(Duration.ofSeconds(1));
        }
        String user = servers.getFirst().sh(". /etc/tandem/runner.env; echo \"$RUNNER_DATABASE_USER\"");
        List<String> left = new ArrayList<>(List.of(last, user));
        String older = primary.sh(
                "mariadb -N -e \"SELECT COUNT(*) FROM information_schema.processlist WHERE id <= $1 AND user = '$2'\"",
                left.toArray(String[]::new));
        return Struck.done(
                "all connections of the application's pools renewed " + RENEWALS + " times",
                older.equals("0")
                        ? Optional.of("none of " + user + "'s on " + primary.name() + " is from before")
                        : Optional.empty());
    }

    /** The receiver gives its connection up each time, the primary its partner, and the replica is made the partner anew. */
    static Struck replication(Ground ground) {
        int made = 0;
        for (int time = 0; time < TIMES; time++) {
            Struck silent = Injections.dropped(
                    ground.partner(), List.of("ip saddr " + ground.primary().address() + " tcp sport " + REPLICATION));
            Deadline.pause(SILENCE);
            boolean alone = ground.recordedPartner().isEmpty();
            silent.mend().run();
            made += ground.awaitPartner(PARTNER_WITHIN) && alone ? 1 : 0;
        }
        return Struck.done(
                "the replica heard nothing for " + SILENCE.toSeconds() + " s, " + TIMES + " times",
                made == TIMES ? Optional.of("it was given up and made the partner anew each time") : Optional.empty());
    }
}
