package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where what users write goes, and where what they read comes from. */
@OnTheSite
class DataTest {
    private static final int READS = 50;

    @Test
    void anArticleIsThereOnTheNextRead(SiteUnderTest site) {
        Person author = Person.signUp(site, "author");

        String slug = author.publish("There at once");

        Map<String, Object> read = Person.ask(site, "GET", "/api/articles/" + slug, author.token(), "");
        assertThat(Person.text(read, "article", "title")).isEqualTo("There at once");
    }

    @Test
    void anArticleReachesTheReplica(SiteUnderTest site) {
        String slug = Person.signUp(site, "author").publish("On the replica");
        String replica = site.replica();

        SiteUnderTest.await(
                "the article is on the replica",
                Duration.ofSeconds(5),
                () -> site.tandem(
                                "exec",
                                replica,
                                "--",
                                "mariadb",
                                "-N",
                                "conduit",
                                "-e",
                                "SELECT title FROM articles WHERE slug = '" + slug + "'")
                        .exits(0)
                        .output()
                        .contains("On the replica"));
    }

    @Test
    void readsAreAnsweredByTheReplica(SiteUnderTest site) {
        Person.signUp(site, "author").publish("To be read");
        String primary = site.primary();
        String replica = site.replica();
        long onPrimary = selects(site, primary);
        long onReplica = selects(site, replica);

        site.onClient("for i in $(seq " + READS + "); do"
                + " curl -sS --fail --max-time 5 -o /dev/null 'https://www.foobar.com/api/articles?limit=20'; done");

        assertThat(selects(site, replica) - onReplica)
                .as("SELECTs on the replica")
                .isGreaterThanOrEqualTo(READS);
        assertThat(selects(site, primary) - onPrimary)
                .as("SELECTs on the primary")
                .isLessThan(READS);
    }

    @Test
    void theReplicaTakesNoWritesFromTheApplication(SiteUnderTest site) {
        assertThat(site.on(site.replica(), "mariadb -N -e 'SELECT @@read_only'"))
                .isEqualTo("1");
        assertThat(site.on(site.primary(), "mariadb -N -e 'SELECT @@read_only'"))
                .isEqualTo("0");
    }

    @Test
    void dbOpensThePrimary(SiteUnderTest site) {
        assertThat(site.tandem("db", "-e", "SELECT @@hostname, 6 * 7").exits(0).output())
                .contains(site.primary())
                .contains("42");
    }

    /** The application's alone: the agents ask, too. Counted from the first call on. */
    private static long selects(SiteUnderTest site, String machine) {
        return Long.parseLong(site.on(
                machine,
                "mariadb -N -e \"SET GLOBAL userstat = 1; SELECT COALESCE(SUM(SELECT_COMMANDS), 0)"
                        + " FROM information_schema.USER_STATISTICS WHERE USER = 'tandem_application'\""));
    }
}
