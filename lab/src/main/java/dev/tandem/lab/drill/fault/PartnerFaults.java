package dev.tandem.lab.drill.fault;

import static dev.tandem.lab.drill.fault.Injections.dropped;
import static dev.tandem.lab.drill.fault.Injections.frozen;
import static dev.tandem.lab.drill.fault.Injections.killed;
import static dev.tandem.lab.drill.fault.Injections.powerFails;
import static dev.tandem.lab.drill.fault.Injections.stopped;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.Partner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Faults of the replica that is partner, and of the way to it. */
final class PartnerFaults {
    private static final Duration STALL = Duration.ofMillis(1_500);
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final Set<Need> REPLICA = Set.of(Need.REPLICA);
    private static final int REPLICATION = 3316;
    private static final int MANY = 20;
    private static final Duration LAG_SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration MADE_WITHIN = Duration.ofSeconds(30);

    private PartnerFaults() {}

    static List<Fault> all() {
        Limits stalled = Limits.nothingLost().with(Measure.WRITE_OUTAGE, STALL).with(Measure.FAILED_WRITES, 0);
        return List.of(
                Faults.of(
                        "replica-mysqld-killed",
                        "MariaDB is killed on the partner.",
                        REPLICA,
                        stalled,
                        Duration.ofSeconds(5),
                        killed(Ground::partner, "mariadb")),
                Faults.of(
                        "replica-mysqld-stopped",
                        "MariaDB stands still on the partner (SIGSTOP), and goes on later.",
                        Set.of(Need.AGENTS),
                        stalled,
                        Duration.ofSeconds(10),
                        stopped(Ground::partner, "mariadb")),
                Faults.of(
                        "replica-dies",
                        "The partner's power fails.",
                        REPLICA,
                        stalled,
                        HOLD,
                        powerFails(Ground::partner)),
                Faults.of(
                        "replica-frozen",
                        "All programs of the partner stand still, and go on later.",
                        REPLICA,
                        stalled,
                        Duration.ofSeconds(60),
                        frozen(Ground::partner)),
                Faults.of(
                        "cut-from-partner",
                        "Primary and partner do not hear each other on the replication port.",
                        Set.of(Need.AGENTS),
                        stalled,
                        HOLD,
                        ground -> bothWays(ground, "tcp dport " + REPLICATION, "tcp sport " + REPLICATION)),
                Faults.of(
                        "partner-is-not-heard",
                        "The primary does not hear the partner on the replication port; the other way works.",
                        Set.of(Need.AGENTS),
                        stalled,
                        HOLD,
                        ground -> {
                            Grip partner = ground.partner();
                            return dropped(
                                    ground.primary(),
                                    List.of("ip saddr " + partner.address() + " tcp dport " + REPLICATION));
                        }),
                Faults.of(
                        "databases-apart",
                        "The two database machines do not hear each other at all.",
                        Set.of(Need.AGENTS),
                        stalled,
                        HOLD,
                        PartnerFaults::apart),
                lagging(stalled),
                Faults.of(
                        "partner-20",
                        "The partner's replication is stopped and started again, as an operator may do, twenty times.",
                        Set.of(Need.AGENTS),
                        stalled,
                        Duration.ofSeconds(1),
                        PartnerFaults::madeAgain));
    }

    private static Fault lagging(Limits limits) {
        return Faults.of(
                "replica-lags",
                "The partner applies nothing for 15 s (a lock on all tables): it may not be read from for long, and is again.",
                Set.of(Need.AGENTS),
                limits,
                Duration.ofSeconds(10),
                PartnerFaults::lags);
    }

    /** Its threads have another life then, in which it holds nothing for certain: it has to be made the partner anew. */
    private static Struck madeAgain(Ground ground) {
        int made = 0;
        for (int time = 0; time < MANY; time++) {
            ground.awaitPartner(MADE_WITHIN);
            Optional<Partner> before = ground.recordedPartner();
            ground.partner().sh("mariadb -e 'STOP SLAVE; START SLAVE'");
            boolean anew = Grip.soon(MADE_WITHIN, () -> {
                Optional<Partner> now = ground.recordedPartner();
                return now.isPresent() && !now.equals(before);
            });
            made += anew ? 1 : 0;
        }
        return Struck.done(
                "replication of the partner started anew " + MANY + " times",
                made == MANY ? Optional.of("the state named another life of it each time") : Optional.empty());
    }

    /** Its gate shuts readers out after the site's limit; that the lock held shows that it was for that. */
    private static Struck lags(Ground ground) {
        Grip partner = ground.partner();
        partner.sh("setsid mariadb -e 'FLUSH TABLES WITH READ LOCK; SELECT SLEEP(15)' > /dev/null 2>&1 < /dev/null &");
        boolean shut = Grip.soon(
                LAG_SEEN_WITHIN,
                () -> Optional.ofNullable(ground.agents().get(partner.name()))
                        .filter(report -> report.gate() == AgentReport.Gate.CLOSED)
                        .isPresent());
        return Struck.done(
                "nothing applied on " + partner.name() + " for 15 s",
                shut ? Optional.of("its gate shut readers out") : Optional.empty());
    }

    private static Struck bothWays(Ground ground, String arriving, String answered) {
        Grip primary = ground.primary();
        Grip partner = ground.partner();
        return dropped(primary, List.of("ip saddr " + partner.address() + " " + arriving))
                .and(dropped(partner, List.of("ip saddr " + primary.address() + " " + answered)));
    }

    /** Clients on the partner's machine cannot reach the primary either: they are not counted. */
    private static Struck apart(Ground ground) {
        Grip primary = ground.primary();
        Grip partner = ground.partner();
        Struck both = dropped(primary, List.of("ip saddr " + partner.address()))
                .and(dropped(partner, List.of("ip saddr " + primary.address())));
        return new Struck(both.what(), both.proof(), both.mend(), Set.of(partner.name()));
    }
}
