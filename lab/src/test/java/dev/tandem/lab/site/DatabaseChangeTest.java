package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to users while the primary is away for a moment, or their server's connections to it are. */
@OnTheSite
class DatabaseChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int TIMES = 5;
    private static final String[] USERS = {"GET 20 /api/articles?limit=5", "POST 10 /api/articles"};

    /** A commit that is under way cannot be told from an idle session at the moment of a kill, so only sessions that rest. */
    private static final String KILL_IDLE = """
            mariadb -N -e "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist
                WHERE user LIKE 'tandem_app%' AND command = 'Sleep' AND time_ms > 1000" > /tmp/kill.sql
            wc -l < /tmp/kill.sql
            mariadb --force < /tmp/kill.sql
            rm /tmp/kill.sql
            """;

    private static final String PAUSE =
            "curl -sS -o /dev/null -w '%{http_code}' -X POST 'http://127.0.0.1:8081/database/pause?millis=3000'";
    private static final String RESUME =
            "curl -sS -o /dev/null -w '%{http_code}' -X POST http://127.0.0.1:8081/database/resume";

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
    void aPrimaryThatTakesNoWritesForAMomentCostsNoRequest(SiteUnderTest site) {
        site.disturb();
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            for (int time = 0; time < TIMES; time++) {
                site.on("server1", "mariadb -e 'SET GLOBAL read_only = 1; DO SLEEP(0.8); SET GLOBAL read_only = 0'");
                users.during(BETWEEN);
            }
            tell("read_only for 800 ms, " + TIMES + " times", users.endWithoutFailure());
        }
    }

    @Test
    void idleConnectionsThatAreKilledCostNoRequest(SiteUnderTest site) {
        site.disturb();
        int killed = 0;
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            for (int time = 0; time < TIMES; time++) {
                killed += Integer.parseInt(site.on("server1", KILL_IDLE));
                users.during(BETWEEN);
            }
            tell(killed + " idle connections killed", users.endWithoutFailure());
        }
        assertThat(killed).isPositive();
    }

    /** As the agents change the primary on purpose: pause, change, resume. */
    @Test
    void aPlannedChangeCostsNoRequestAndNoConnectionFromBeforeIsUsedAgain(SiteUnderTest site) {
        site.disturb();
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            for (int time = 0; time < TIMES; time++) {
                for (String server : SiteUnderTest.SERVERS) {
                    assertThat(site.on(server, PAUSE)).isEqualTo("200");
                }
                site.on("server1", "mariadb -e 'SET GLOBAL read_only = 1; DO SLEEP(0.3); SET GLOBAL read_only = 0'");
                String last = site.on("server1", "mariadb -N -e 'SELECT CONNECTION_ID()'");
                for (String server : SiteUnderTest.SERVERS) {
                    assertThat(site.on(server, RESUME)).isEqualTo("200");
                }
                users.during(BETWEEN);
                assertThat(site.on(
                                "server1",
                                "mariadb -N -e \"SELECT COUNT(*) FROM information_schema.processlist"
                                        + " WHERE user LIKE 'tandem_app%' AND id < " + last + "\""))
                        .as("connections to the primary from before the pause")
                        .isEqualTo("0");
            }
            tell("paused and changed " + TIMES + " times", users.endWithoutFailure());
        }
    }

    @Test
    void whoeverWroteReadsItAlthoughTheReplicaIsBehind(SiteUnderTest site) {
        site.disturb();
        Person writer = Person.signUp(site, "reader");
        site.on("server2", "mariadb -e 'STOP SLAVE SQL_THREAD'");
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
}
