package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What happens to users while the primary is away for a moment, or their server's connections to it are. */
@OnTheSite
class DatabaseChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int TIMES = 3;
    private static final int SWITCHOVERS = 3;
    private static final String[] USERS = {"GET 20 /api/articles?limit=5", "POST 10 /api/articles"};

    /** A commit that is under way cannot be told from an idle session at the moment of a kill, so only sessions that rest. */
    private static final String KILL_IDLE = """
            mariadb -N -e "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist
                WHERE user LIKE 'tandem_app%' AND command = 'Sleep' AND time_ms > 1000" > /tmp/kill.sql
            wc -l < /tmp/kill.sql
            mariadb --force < /tmp/kill.sql
            rm /tmp/kill.sql
            """;

    /** Who reads them may, what the primary sends waits. */
    private static final String HOLD_ARTICLES = """
            systemd-run --quiet --collect --unit=hold-articles \\
                mariadb conduit -e 'LOCK TABLES articles READ; DO SLEEP(60)'
            until mariadb -N -e 'SHOW PROCESSLIST' | grep -q SLEEP; do sleep 0.05; done
            """;

    /** Prints for how long the kernel still lets clients in. */
    private static final String STOP_AGENT = """
            trap 'systemctl start tandem-agent' EXIT
            systemctl stop tandem-agent
            nft list set inet tandem_gate clients | sed -n 's/.* expires \\([0-9]*\\)s.*/\\1/p'
            """;

    private static final String DATABASE_DIES = """
            systemctl stop tandem-agent
            systemctl kill --signal=KILL mariadb
            """;

    /** Events that run, that do not, and that ran out; each with what ALTER EVENT would change. */
    private static final String MAKE_EVENTS = """
            mariadb <<'SQL'
            CREATE DATABASE eventful;
            CREATE USER eventful IDENTIFIED BY 'x';
            GRANT INSERT, EVENT ON eventful.* TO eventful;
            USE eventful
            CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, event VARCHAR(20), host VARCHAR(64));
            SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', time_zone = '+03:00';
            SET NAMES latin1;
            CREATE DEFINER = eventful@'%' EVENT plain ON SCHEDULE EVERY 1 SECOND COMMENT 'it''s'
                DO INSERT INTO eventful.log (event, host) VALUES ('plain', @@hostname);
            CREATE EVENT altered ON SCHEDULE EVERY 1 SECOND DISABLE
                DO INSERT INTO eventful.log (event, host) VALUES ('altered', @@hostname);
            ALTER EVENT altered ENABLE;
            CREATE EVENT never ON SCHEDULE EVERY 1 SECOND DISABLE
                DO INSERT INTO eventful.log (event, host) VALUES ('never', @@hostname);
            CREATE EVENT stopped ON SCHEDULE EVERY 1 SECOND
                DO INSERT INTO eventful.log (event, host) VALUES ('stopped', @@hostname);
            -- Not while it begins: MariaDB then notes it as enabled again, without running it.
            DO SLEEP(0.5);
            ALTER EVENT stopped DISABLE;
            CREATE EVENT dropped ON SCHEDULE EVERY 1 SECOND
                DO INSERT INTO eventful.log (event, host) VALUES ('dropped', @@hostname);
            DROP EVENT dropped;
            CREATE EVENT "it once" ON SCHEDULE AT NOW() ON COMPLETION PRESERVE
                DO INSERT INTO eventful.log (event, host) VALUES ('it once', @@hostname);
            CREATE EVENT gone ON SCHEDULE AT NOW()
                DO INSERT INTO eventful.log (event, host) VALUES ('gone', @@hostname);
            SQL
            """;

    /** Nothing arrives any more from the machine of that address. */
    private static final String LOSE = """
            nft add table inet lost
            nft add chain inet lost in '{ type filter hook input priority -200; }'
            nft add rule inet lost in ip saddr "$1" drop
            """;

    private static void tell(String what, List<Traffic.Answer> answers) {
        System.out.printf(
                "%s: 0 of %d requests failed, slowest %d ms%n",
                what,
                answers.size(),
                answers.stream()
                        .mapToLong(answer -> answer.took().toMillis())
                        .max()
                        .orElse(0));
    }

    @Test
    void aSwitchoverCostsNoRequest(SiteUnderTest site) {
        site.disturb();
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            for (int time = 0; time < SWITCHOVERS; time++) {
                String before = site.primary();
                site.tandem("db", "switchover").exits(0);
                assertThat(site.primary()).isNotEqualTo(before);
                site.awaitWell();
                users.during(BETWEEN);
            }
            tell(SWITCHOVERS + " switchovers", users.endWithoutFailure());
        }
    }

    /** The primary serves everybody else, and its own machine takes users. */
    @Test
    void aMachineThatAloneLosesThePrimarySendsUsersAway(SiteUnderTest site) {
        site.disturb();
        site.awaitWell();
        String primary = site.primary();
        String replica = site.replica();
        try {
            site.on(replica, LOSE, SiteUnderTest.ADDRESSES.get(primary));
            SiteUnderTest.await("no balancer asks " + replica, Duration.ofSeconds(20), () -> {
                String status = site.tandem("status").output();
                return SiteUnderTest.BALANCERS.stream()
                        .allMatch(balancer -> status.contains(balancer + ": HAProxy says " + replica + " is DOWN"));
            });
            try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
                users.during(BETWEEN.multipliedBy(3));
                tell("a server without a way to the primary", users.endWithoutFailure());
            }
            assertThat(site.primary()).isEqualTo(primary);
        } finally {
            site.trying(replica, "nft delete table inet lost");
        }
        site.awaitWell();
    }

    @Test
    void idleConnectionsThatAreKilledCostNoRequest(SiteUnderTest site) {
        site.disturb();
        int killed = 0;
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            for (int time = 0; time < TIMES; time++) {
                killed += Integer.parseInt(site.on(site.primary(), KILL_IDLE));
                users.during(BETWEEN);
            }
            tell(killed + " idle connections killed", users.endWithoutFailure());
        }
        assertThat(killed).isPositive();
    }

    @Test
    void whoeverWroteReadsItAlthoughTheReplicaIsBehind(SiteUnderTest site) {
        site.disturb();
        Person writer = Person.signUp(site, "reader");
        site.awaitWell();
        String replica = site.replica();
        // Not by stopping what applies: from a replica that does not apply nobody reads.
        site.on(replica, HOLD_ARTICLES);
        try {
            whileTheReplicaIsBehind(site, writer);
        } finally {
            site.on(replica, "systemctl stop hold-articles");
        }
    }

    private static void whileTheReplicaIsBehind(SiteUnderTest site, Person writer) {
        String title = "behind" + System.currentTimeMillis();
        String cookie = site.onClient(
                "curl -sS --fail -D - -o /dev/null -H \"Authorization: Token $1\" -H 'Content-Type: application/json'"
                        + " --data \"$2\" https://www.foobar.com/api/articles"
                        + " | sed -n 's/^set-cookie: \\(tandem_wrote=[^;]*\\);.*Secure.*/\\1/ip'",
                writer.token(),
                "{\"article\":{\"title\":\"%s\",\"description\":\"d\",\"body\":\"b\",\"tagList\":[]}}"
                        .formatted(title));
        assertThat(cookie).matches("tandem_wrote=\\d+-\\d+-\\d+");
        String read = "curl -sS --fail -H \"Cookie: $1\" 'https://www.foobar.com/api/articles?limit=20'";
        assertThat(site.onClient(read, "other=1")).doesNotContain(title);
        assertThat(site.onClient(read, cookie)).contains(title);
        assertThat(site.onClient(read, "tandem_wrote=0-1-5' OR 1=1")).doesNotContain(title);
    }

    /**
     * A dead primary throws away what it had not committed, and its partner may have that. MariaDB's replicas leave out what bears their
     * own number: an acknowledged write was lost in this way.
     */
    @Test
    void whatAMachineWroteInAnEarlierLifeComesBackToIt(SiteUnderTest site) {
        site.disturb();
        String primary = site.primary();
        String replica = site.replica();
        String number = site.on(replica, "mariadb -N -e 'SELECT @@GLOBAL.server_id'");
        site.on(primary, "mariadb conduit -e 'CREATE TABLE IF NOT EXISTS earlier_life (id INT PRIMARY KEY)'");
        try {
            site.on(replica, "systemctl kill --signal=KILL mariadb");
            site.on(
                    primary,
                    "mariadb conduit -e \"SET SESSION server_id = $1; INSERT INTO earlier_life VALUES (1)\"",
                    number);
            site.awaitWell();
            SiteUnderTest.await(
                    "the row arrives at " + replica,
                    Duration.ofSeconds(20),
                    () -> site.trying(replica, "mariadb -N conduit -e 'SELECT id FROM earlier_life'")
                            .equals("1"));
            assertThat(site.on(replica, "mariadb -N -e 'SELECT @@GLOBAL.server_id'"))
                    .isNotEqualTo(number);
        } finally {
            site.on(site.primary(), "mariadb conduit -e 'DROP TABLE earlier_life'");
        }
    }

    /** The primary died after its partner, and only the partner came back. */
    @Test
    void aMachineThatMayLackWritesIsPromotedWhenAnOperatorAcceptsThatAndTakesWritesThen(SiteUnderTest site) {
        site.disturb();
        site.awaitWell();
        String primary = site.primary();
        String replica = site.replica();
        try {
            site.on(replica, DATABASE_DIES);
            awaitOfDatabases(site, primary + "  primary.*\\n.*primary, alone");
            site.on(primary, DATABASE_DIES);
            site.on(replica, "systemctl start tandem-agent");
            awaitOfDatabases(site, primary + " was alone and this machine may lack");
            // What it said within the last seconds counts: it was the primary and took writes.
            awaitOfDatabases(site, primary + ".*its agent says nothing");

            site.tandem("db", "promote", replica, "--accept-loss", "--confirm", SiteUnderTest.NAME)
                    .exits(2);
            Ran promoted = site.tandem(
                            "db",
                            "promote",
                            replica,
                            "--accept-loss",
                            "--switched-off",
                            primary,
                            "--confirm",
                            SiteUnderTest.NAME)
                    .exits(0);

            assertThat(promoted.errors()).contains(replica + " is primary of term", "takes writes");
            assertThat(site.primary()).isEqualTo(replica);
            site.on(replica, "mariadb conduit -e 'CREATE TABLE promoted (id INT); DROP TABLE promoted'");
        } finally {
            SiteUnderTest.SERVERS.forEach(server -> site.trying(server, "systemctl start tandem-agent"));
        }
        site.awaitWell();
    }

    private static void awaitOfDatabases(SiteUnderTest site, String sentence) {
        Pattern pattern = Pattern.compile(sentence);
        SiteUnderTest.await(
                sentence,
                Duration.ofSeconds(30),
                () -> pattern.matcher(site.tandem("db", "status").output()).find());
    }

    /**
     * A replica notes every event as disabled by that, and nobody took it back: after the first change of the primary none ran any more.
     */
    @Test
    void eventsRunOnThePrimaryOfNowAndNowhereElse(SiteUnderTest site) {
        site.disturb();
        site.awaitWell();
        site.on(site.primary(), MAKE_EVENTS);
        // Whether they run is noted each second.
        site.on(site.primary(), "sleep 2");
        String made = events(site, site.primary());
        try {
            onlyThePrimaryRunsEvents(site);
            site.tandem("db", "switchover").exits(0);
            onlyThePrimaryRunsEvents(site);
            assertThat(events(site, site.primary())).isEqualTo(made);
            site.awaitWell();
            site.on(site.primary(), "systemctl kill --signal=KILL mariadb");
            site.awaitWell();
            onlyThePrimaryRunsEvents(site);
            assertThat(events(site, site.primary())).isEqualTo(made);
            site.tandem("db", "rebuild", site.replica(), "--yes").exits(0);
            onlyThePrimaryRunsEvents(site);
            site.tandem("db", "switchover").exits(0);
            onlyThePrimaryRunsEvents(site);
            assertThat(events(site, site.primary())).isEqualTo(made);
        } finally {
            site.on(site.primary(), "mariadb -e 'DROP DATABASE eventful; DROP USER eventful'");
        }
        site.awaitWell();
    }

    /** What a user said of each, and what is not his word: when it ran last, and on which server it was altered. */
    private static String events(SiteUnderTest site, String machine) {
        return site.on(
                machine,
                "mariadb -N -e \"SELECT name, status, definer, sql_mode, time_zone, modified, created, starts, execute_at, comment,"
                        + " on_completion, character_set_client, collation_connection, db_collation, body"
                        + " FROM mysql.event WHERE db = 'eventful' ORDER BY name\"");
    }

    private static void onlyThePrimaryRunsEvents(SiteUnderTest site) {
        String primary = site.primary();
        SiteUnderTest.await(
                "an event runs on " + primary,
                Duration.ofSeconds(20),
                () -> site.trying(primary, "mariadb -N eventful -e 'SELECT host FROM log ORDER BY id DESC LIMIT 1'")
                        .equals(primary));
        site.on(primary, "mariadb eventful -e 'DELETE FROM log'");
        site.on(primary, "sleep 3");
        String ran = site.on(
                primary,
                "mariadb -N eventful -e \"SELECT GROUP_CONCAT(DISTINCT CONCAT(event, ' on ', host) ORDER BY event) FROM log\"");
        assertThat(ran).isEqualTo("altered on " + primary + ",plain on " + primary);
        assertThat(Integer.parseInt(
                        site.on(primary, "mariadb -N eventful -e \"SELECT COUNT(*) FROM log WHERE event = 'plain'\"")))
                .as("once a second")
                .isBetween(2, 5);
    }

    /** nft was asked to end together with the agent, and the lease that it should have left was lost in three of ten stops. */
    @Test
    void anAgentThatIsStoppedLeavesTheGateOpenForItsSuccessor(SiteUnderTest site) {
        site.disturb();
        for (int time = 0; time < TIMES; time++) {
            String seconds = site.on(site.primary(), STOP_AGENT);
            assertThat(seconds).as("whole seconds that clients still get in").isNotEmpty();
            assertThat(Integer.parseInt(seconds)).isBetween(4, 8);
            site.awaitWell();
        }
    }
}
