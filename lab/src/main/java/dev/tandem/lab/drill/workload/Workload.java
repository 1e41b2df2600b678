package dev.tandem.lab.drill.workload;

import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Attempt;
import dev.tandem.lab.drill.measure.Ledger;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that works on the site during a drill: 200 writes a second over eight connections through the routers of all
 * application machines, users of the site's own API, readers beside both, and for some faults clients past the router.
 */
public final class Workload {
    private static final Duration NOTICED = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 8;
    private static final int PER_SECOND = 25;
    private static final int USERS = 8;
    private static final int DIRECT = 2;
    private static final int DIRECT_PER_SECOND = 10;
    /** Writers past the router have numbers of their own. */
    private static final int FIRST_DIRECT = 100;

    private final Ground ground;
    private final String tag;
    private final List<Load> loads = new ArrayList<>();

    /**
     * Prepares it.
     *
     * @param tag of this run: no other run's titles and names are the same
     */
    public Workload(Ground ground, String tag) {
        this.ground = ground;
        this.tag = tag;
    }

    /** Makes the table and starts; returns when every program works. */
    public void start(Fault.Clients clients, int articlesPerSecond, Duration longest) {
        ground.primary().sh("mariadb \"$1\" -e \"$2\"", schema(), """
                DROP TABLE IF EXISTS tandem_drill;
                CREATE TABLE tandem_drill (
                  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                  writer SMALLINT NOT NULL, number INT NOT NULL,
                  at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
                  KEY tandem_drill_writer (writer, number)) ENGINE = InnoDB""");
        List<Grip> servers = ground.with(Role.APP);
        String way = clients == Fault.Clients.APPLICATION ? Load.APPLICATION : Load.ROUTER;
        int each = Math.max(1, CONNECTIONS / servers.size());
        for (int index = 0; index < servers.size(); index++) {
            Load.Pace pace = new Load.Pace(each, PER_SECOND, longest, oldest());
            loads.add(Load.sql(servers.get(index), index * each, pace, way));
        }
        int perUser = Math.max(1, articlesPerSecond / USERS);
        loads.add(Load.http(
                ground.client(),
                ground.layout().site().name().value(),
                tag,
                new Load.Pace(USERS, perUser, longest, Duration.ZERO)));
        if (clients == Fault.Clients.DRIVER_AND_DIRECT) {
            Load.Pace pace = new Load.Pace(DIRECT, DIRECT_PER_SECOND, longest, Duration.ZERO);
            loads.add(Load.sql(
                    ground.otherServer(), FIRST_DIRECT, pace, ground.primary().address()));
        }
        loads.forEach(Load::start);
        loads.forEach(Load::awaitReady);
    }

    /** The site's limit, and what a busy computer takes to notice it. */
    private Duration oldest() {
        Duration limit = ground.layout().site().database().maximumReplicaLag();
        return limit.isZero() ? limit : limit.plus(NOTICED);
    }

    /** Ends it and gives everything that was tried. */
    public List<Attempt> end() {
        loads.forEach(Load::tellToStop);
        List<Attempt> all = new ArrayList<>();
        loads.forEach(load -> all.addAll(load.end()));
        return all;
    }

    /** Holds what was tried against the rows that are on the primary now: past and through the router, and by HTTP. */
    public List<Ledger> ledgers(List<Attempt> attempts) {
        Map<String, Integer> rows =
                rows("SELECT CONCAT(writer, '.', number), COUNT(*) FROM tandem_drill" + " GROUP BY writer, number");
        Map<String, Integer> articles = rows("SELECT SUBSTRING_INDEX(title, ' ', -1), COUNT(*) FROM articles"
                + " WHERE title LIKE 'Drill " + tag + " %' GROUP BY title");
        return List.of(
                Ledger.check(of(attempts, "write", "direct-write"), rows),
                Ledger.check(of(attempts, "http-write"), articles));
    }

    /** Removes what it left on the site, as far as that can be reached. */
    public void clear() {
        ground.machines().forEach(Load::clear);
        Load.clear(ground.client());
        ground.primary()
                .trying(
                        "mariadb \"$1\" -e \"$2\"",
                        schema(),
                        "DROP TABLE IF EXISTS tandem_drill; DELETE FROM users WHERE username = 'drill" + tag + "'");
    }

    private Map<String, Integer> rows(String question) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        ground.primary()
                .sh("mariadb -N \"$1\" -e \"$2\"", schema(), question)
                .lines()
                .forEach(line -> {
                    String[] words = line.split("\t", 2);
                    rows.merge(words[0], Integer.valueOf(words[1]), Integer::sum);
                });
        return rows;
    }

    private static List<Attempt> of(List<Attempt> attempts, String... kinds) {
        return attempts.stream()
                .filter(attempt -> List.of(kinds).contains(attempt.kind()))
                .toList();
    }

    private String schema() {
        return ground.layout().site().database().schema();
    }
}
