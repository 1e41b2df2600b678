package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An apply that was cut off is finished by the next one, wherever it was. */
@OnTheSite
class InterruptedApplyTest {
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);
    private static final List<Duration> MOMENTS =
            List.of(Duration.ofMillis(0), Duration.ofMillis(700), Duration.ofMillis(2_000), Duration.ofMillis(4_500));

    @Test
    void aKilledApplyIsFinishedByTheNext(SiteUnderTest site) {
        site.disturb();
        int number = 0;
        for (Duration moment : MOMENTS) {
            number++;
            changeOnAllMachines(site, number);
            Launcher.Running apply = begun(site);
            SiteUnderTest.pause(moment);
            apply.kill();
            Ran killed = apply.end();

            Ran next = site.applyWhenFree();

            System.out.printf("killed after %s: %s%nthen: %s%n", moment, killed.errors(), next.errors());
            site.tandem("plan", "--exit-code").exits(0);
            assertThat(site.on("server2", "grep ROUND /etc/tandem/runner.env")).contains("ROUND=\"" + number + "\"");
        }
        site.awaitWell();
    }

    @Test
    void goingBackAfterAKilledApplyLeavesNoServerDrained(SiteUnderTest site) {
        site.disturb();
        site.folder().replace("environment: {}", "environment: {ROUND: back}");
        Launcher.Running apply = begun(site);
        SiteUnderTest.await(
                "it drains a server", BEGINS_WITHIN, () -> apply.errors().contains("draining"));
        apply.kill();
        apply.end();
        site.folder().restore();

        site.applyWhenFree();

        site.awaitWell();
    }

    @Test
    void anApplyThatLosesAMachineSaysSoAndIsFinishedByTheNext(SiteUnderTest site) {
        site.disturb();
        site.folder().replace("environment: {}", "environment: {ROUND: cut}");
        NspawnMachine machine = site.machine("server2");
        Launcher.Running apply = begun(site);
        SiteUnderTest.await(
                "it drains a server", BEGINS_WITHIN, () -> apply.errors().contains("draining server2"));
        machine.cut();
        Ran ended = apply.end();
        machine.heal();
        site.forget("server2");

        assertThat(ended.exits(1).errors()).contains("server2");
        site.applyWhenFree();
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
    }

    @Test
    void twoAppliesAtOnceKeepApart(SiteUnderTest site) {
        site.disturb();
        site.folder().replace("environment: {}", "environment: {ROUND: two}");
        Launcher.Running first = begun(site);

        Ran second = site.tandem("apply").exits(6);

        assertThat(second.errors()).contains("the site is locked on lb1 by").contains("(process ");
        first.end().exits(0);
        site.tandem("plan", "--exit-code").exits(0);
    }

    /** An apply that has begun to change something. */
    private static Launcher.Running begun(SiteUnderTest site) {
        Launcher.Running apply = site.start("apply");
        SiteUnderTest.await(
                "the apply begins: " + apply.errors(),
                BEGINS_WITHIN,
                () -> apply.errors().lines().count() > 1 || !apply.alive());
        return apply;
    }

    private static void changeOnAllMachines(SiteUnderTest site, int number) {
        site.folder().restore();
        site.folder().replace("  ttl: 5m", "  ttl: " + (300 + number) + "s");
        site.folder().replace("    server: 30s", "    server: " + (30 + number) + "s");
        site.folder().replace("environment: {}", "environment: {ROUND: \"" + number + "\"}");
    }
}
