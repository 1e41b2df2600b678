package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users are sent away while the site is being worked on, on both balancers alike, and nobody else is. */
@OnTheSite
class MaintenanceTest {
    private static final String ASK = "curl -sS -o /dev/null -w '%{http_code} %header{retry-after}' ";
    private static final String PAGE = " https://www.foobar.com/";

    @AfterEach
    void usersAreLetInAgain(SiteUnderTest site) {
        site.tandem("maintenance", "off").exits(0);
    }

    @Test
    void usersAreSentAwayAdminsAreNotAndNothingOfItIsDrift(SiteUnderTest site) {
        site.tandem("maintenance", "on", "--retry-after", "2m").exits(0);

        for (String address : List.of("10.80.0.10", "10.80.0.11", "10.80.0.12")) {
            assertThat(site.onClient(ASK + "--resolve www.foobar.com:443:" + address + PAGE))
                    .as("a user at %s", address)
                    .isEqualTo("503 120");
        }
        assertThat(site.onClient("curl -sS" + PAGE)).contains("<h1>Back soon</h1>");
        assertThat(site.onClient("curl -sS -H 'Accept: application/json'" + PAGE + "api/articles"))
                .startsWith("{\"errors\":")
                .contains("try again later");
        assertThat(site.onClient("curl -sS -o /dev/null -w '%{http_code}' http://www.foobar.com/"))
                .as("the way to HTTPS")
                .isEqualTo("301");
        assertThat(site.asAdmin("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "https://www.foobar.com/"))
                .as("this computer is an admin's")
                .isEqualTo("200");
        assertThat(site.on("lb1", "curl -sS http://10.80.0.11:8404/ready")).isEqualTo("2 servers");
        assertThat(site.tandem("status").exits(4).output())
                .contains("maintenance is on: users get 503", "in maintenance (Retry-After 120 s)");
        assertThat(site.tandem("status", "--json").output()).contains("\"maintenanceSeconds\": 120");
        site.tandem("plan", "--exit-code").exits(0);
    }

    @Test
    void itOutlivesAnApplyThatChangesTheBalancersAndAReboot(SiteUnderTest site) {
        site.disturb();
        site.tandem("maintenance", "on").exits(0);
        site.folder().set("client", "41s");
        site.tandem("apply").exits(0);
        assertThat(site.onClient(ASK + PAGE)).isEqualTo("503 300");

        NspawnMachine second = site.machine("lb2");
        second.kill();
        assertThat(site.tandem("maintenance", "on", "--retry-after", "7m")
                        .exits(1)
                        .errors())
                .contains("lb2: ")
                .contains("Seen to be as wanted: lb1.");
        second.start();
        site.forget("lb2");
        SiteUnderTest.await(
                "lb2 answers as it did before its death",
                Duration.ofSeconds(20),
                () -> site.trying("client", ASK + "--resolve www.foobar.com:443:10.80.0.12" + PAGE)
                        .equals("503 300"));
        site.tandem("maintenance", "off").exits(0);
        assertThat(site.on("lb2", "test -e /var/lib/tandem/maintenance.map || echo none"))
                .isEqualTo("none");
    }

    @Test
    void balancersThatDifferAreSeen(SiteUnderTest site) {
        site.disturb();
        NspawnMachine second = site.machine("lb2");
        second.cut();
        try {
            site.tandem("maintenance", "on").exits(1);
        } finally {
            second.heal();
            site.forget("lb2");
        }
        assertThat(site.tandem("status").exits(4).output())
                .contains("maintenance is on on lb1 only, so that some users get 503 and others do not");
    }

    @Test
    void whatIsUnderWayIsFinishedAndNobodyFailsWhoComesAfterwards(SiteUnderTest site) {
        try (Traffic users = Traffic.withWriter(
                site, Duration.ofSeconds(10), "GET 15 /api/articles?limit=5", "POST 4 /api/articles")) {
            site.tandem("maintenance", "on").exits(0);
            site.tandem("maintenance", "off").exits(0);
            List<Traffic.Answer> answers = users.during(Duration.ofSeconds(1)).end();
            List<Traffic.Answer> failed = Traffic.failed(answers);
            assertThat(failed)
                    .as("only the maintenance's own answer, and nothing cut off")
                    .isNotEmpty()
                    .allMatch(
                            answer -> answer.status() == 503 && answer.server().equals("maintenance"));
            Duration last = failed.getLast().at();
            Duration first = failed.getFirst().at();
            assertThat(answers.stream().filter(answer -> answer.at().compareTo(last) > 0))
                    .as("from the first user who was let in")
                    .isNotEmpty()
                    .allMatch(Traffic.Answer::good);
            System.out.printf(
                    "maintenance on and off under load: %d of %d requests told to come back, from %d to %d ms, 0 others"
                            + " failed%n",
                    failed.size(), answers.size(), first.toMillis(), last.toMillis());
        }
    }
}
