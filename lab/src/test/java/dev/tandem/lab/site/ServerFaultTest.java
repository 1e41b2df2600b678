package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server fails, and the site goes on with the other one. */
@OnTheSite
class ServerFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** TCP's keepalive takes 2 s. */
    private static final Duration SHORTER_THAN_KEEPALIVE = Duration.ofMillis(1_500);

    private static final String READERS = "GET 50 /api/articles?limit=5";

    @Test
    void readersDoNotSeeTheDeathOfTheReplicasMachine(SiteUnderTest site) {
        NspawnMachine machine = site.machine("server2");
        Person author = Person.signUp(site, "author");
        try (Traffic readers = Traffic.of(site, PATIENCE, READERS)) {
            site.forget("server2");
            machine.kill();
            List<Traffic.Answer> answers = readers.during(Duration.ofSeconds(8)).end();
            report("the replica's machine killed", answers);
            assertThat(Traffic.failed(answers)).isEmpty();
        }
        Ran status = site.tandem("status").exits(4);
        System.out.printf(
                "status while a machine is dead: %d ms%n", status.took().toMillis());
        assertThat(status.output()).contains("server2");
        String slug = author.publish("Written while the replica was away");

        machine.start();
        site.awaitWell();

        assertThat(site.on(
                        "server2", "mariadb -N conduit -e \"SELECT COUNT(*) FROM articles WHERE slug = '$1'\"", slug))
                .isEqualTo("1");
    }

    /** nginx stands still first, so that there are requests that the kernel has acknowledged and nobody will answer. */
    @Test
    void whatADeadMachineHadAcknowledgedIsAnsweredByAnother(SiteUnderTest site) {
        NspawnMachine machine = site.machine("server2");
        try (Traffic readers = Traffic.of(site, SHORTER_THAN_KEEPALIVE, READERS)) {
            site.on("server2", "systemctl kill --kill-whom=all --signal=SIGSTOP nginx");
            site.forget("server2");
            machine.kill();
            List<Traffic.Answer> answers = readers.during(Duration.ofSeconds(4)).end();
            report("a machine killed that had acknowledged", answers);
            assertThat(Traffic.failed(answers)).isEmpty();
        }
        machine.start();
        site.awaitWell();
    }

    @Test
    void readersDoNotSeeTheDeathOfAnApplicationServer(SiteUnderTest site) {
        site.disturb();
        try (Traffic readers = Traffic.of(site, PATIENCE, READERS)) {
            site.on("server2", "systemctl kill --kill-whom=all --signal=SIGKILL tandem-runner");
            List<Traffic.Answer> answers = readers.during(Duration.ofSeconds(4)).end();
            report("the application server killed", answers);
            assertThat(Traffic.failed(answers)).isEmpty();
        }
        site.awaitWell();
    }

    @Test
    void aStoppedServerIsDegradedAndGetsNoRequests(SiteUnderTest site) {
        site.disturb();
        site.on("server1", "systemctl stop nginx");

        SiteUnderTest.await(
                "both balancers see server1 down",
                Duration.ofSeconds(10),
                () -> site.tandem("status").exits(4).output().contains("lb2: HAProxy says server1 is DOWN"));
        assertThat(site.tandem("status", "--json").exits(4).document()).containsEntry("verdict", "degraded");
        assertThat(site.onClient("for i in 1 2 3 4; do curl -sS --fail -o /dev/null -w '%header{x-served-by} '"
                        + " https://www.foobar.com/; done"))
                .isEqualTo("server2 server2 server2 server2");
    }

    private static void report(String what, List<Traffic.Answer> answers) {
        System.out.printf(
                "%s: no answer for %d ms, slowest %d ms, %d of %d requests failed%n",
                what,
                Traffic.longestGap(answers).toMillis(),
                answers.stream()
                        .mapToLong(answer -> answer.took().toMillis())
                        .max()
                        .orElse(0),
                Traffic.failed(answers).size(),
                answers.size());
    }
}
