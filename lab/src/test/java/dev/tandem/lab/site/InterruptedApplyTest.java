package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An apply that was cut off is finished by the next one, wherever it was. */
@OnTheSite
class InterruptedApplyTest {
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);
    private static final List<Duration> MOMENTS =
            List.of(Duration.ofMillis(0), Duration.ofMillis(700), Duration.ofMillis(2_000), Duration.ofMillis(4_500));

    @Test
    @Tag("long")
    void killedAppliesAreFinishedByTheLast(SiteUnderTest site) {
        site.disturb();
        String round = changeOnAllMachines(site);
        for (Duration moment : MOMENTS) {
            Launcher.Running apply = begun(site);
            SiteUnderTest.pause(moment);
            apply.kill();
            System.out.printf(
                    "killed %s after it began:%n%s%n", moment, apply.end().errors());
        }

        Ran last = site.applyWhenFree();

        System.out.println("and then: " + last.errors());
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
        assertThat(site.on("server2", "grep ROUND /etc/tandem/runner.env")).contains(round);
        assertThat(site.on("server1", "tr '\\0' '\\n' < /proc/$(systemctl show -P MainPID tandem-runner)/environ"))
                .contains("ROUND=" + round);
        site.folder().keep();
    }

    @Test
    void goingBackAfterAKilledApplyLeavesNoServerDrained(SiteUnderTest site) {
        site.disturb();
        site.folder().set("environment", "{ROUND: " + site.folder().fresh() + "}");
        try (Launcher.Running apply = begun(site)) {
            SiteUnderTest.await("HAProxy drains server1", BEGINS_WITHIN, () -> isDrained(site));
            apply.kill();
            apply.end();
        }
        site.folder().restore();
        assertThat(isDrained(site)).as("server1 is still drained").isTrue();

        site.applyWhenFree();

        assertThat(isDrained(site)).isFalse();
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
    }

    @Test
    void anApplyThatLosesAMachineSaysSoAndIsFinishedByTheNext(SiteUnderTest site) {
        site.disturb();
        site.folder().set("environment", "{ROUND: " + site.folder().fresh() + "}");
        NspawnMachine machine = site.machine("server2");
        try (Launcher.Running apply = begun(site)) {
            SiteUnderTest.await(
                    "server2's turn has come",
                    BEGINS_WITHIN.multipliedBy(2),
                    () -> apply.errors().contains("draining server2"));
            machine.cut();
            Ran ended = apply.end().exits(1);
            System.out.printf("a machine cut off in the middle: %s%n", ended);
            assertThat(ended.errors()).contains("server2").contains("the machines that come later were not touched");
        } finally {
            machine.heal();
            site.forget("server2");
        }

        site.applyWhenFree();
        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
        site.folder().keep();
    }

    @Test
    void twoAppliesAtOnceKeepApart(SiteUnderTest site) {
        site.disturb();
        site.folder().set("environment", "{ROUND: " + site.folder().fresh() + "}");
        try (Launcher.Running first = begun(site)) {
            Ran second = site.tandem("apply").exits(6);

            assertThat(second.errors()).contains("the site is locked on lb1 by").contains("(process ");
            first.end().exits(0);
        }
        site.tandem("plan", "--exit-code").exits(0);
        site.folder().keep();
    }

    /** HAProxy management guide 3.0, 9.3, "show servers state": the seventh field is what an administrator wants. */
    private static boolean isDrained(SiteUnderTest site) {
        return !site.on(
                        "lb1",
                        "echo 'show servers state web' | socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock"
                                + " | awk '$4 == \"server1\" { print $7 }'")
                .equals("0");
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

    /** A change for every product but the databases. Returns the word that the application finds in its environment. */
    private static String changeOnAllMachines(SiteUnderTest site) {
        String round = site.folder().fresh();
        int seconds = 31 + (int) (System.nanoTime() % 1000);
        site.folder().set("ttl", (300 + seconds) + "s");
        site.folder().set("server", seconds + "s");
        site.folder().set("environment", "{ROUND: " + round + "}");
        return round;
    }
}
