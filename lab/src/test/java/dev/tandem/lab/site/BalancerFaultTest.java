package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.NspawnMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The balancer that owns the virtual address fails, and the other one goes on. */
@OnTheSite
class BalancerFaultTest {
    /** Somebody who asks a hundred times a second: the gap is known to 10 ms. */
    private static final String PROBE = "GET 100 /";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);
    private static final Duration LONGEST_GAP_OF_A_MACHINE = Duration.ofSeconds(3);

    @Test
    void aKilledHaproxyGivesTheAddressAway(SiteUnderTest site) {
        String owner = site.owner();
        String other = SiteUnderTest.other(SiteUnderTest.BALANCERS, owner);
        site.disturb();
        try (Traffic probe = Traffic.of(site, PATIENCE, PROBE)) {
            // Not by systemctl, which would kill what the unit does after HAProxy's end as well.
            site.on(owner, "kill -KILL $(cat /sys/fs/cgroup/system.slice/haproxy.service/cgroup.procs)");
            probe.during(Duration.ofSeconds(3));
            List<Traffic.Answer> answers = probe.end();
            report("HAProxy killed on the owner", answers);
            assertThat(Traffic.longestGap(answers)).isLessThan(LONGEST_GAP);
        }
        assertThat(site.owner()).isEqualTo(other);
        site.awaitWell();
        // Nobody takes it back: every move costs connections.
        assertThat(site.owners()).containsExactly(other);
    }

    @Test
    void aBalancersDeathIsNoticedByHardlyAnybody(SiteUnderTest site) {
        String owner = site.owner();
        String other = SiteUnderTest.other(SiteUnderTest.BALANCERS, owner);
        NspawnMachine machine = site.machine(owner);
        try (Traffic probe = Traffic.of(site, PATIENCE, PROBE)) {
            site.forget(owner);
            machine.kill();
            probe.during(Duration.ofSeconds(4));
            List<Traffic.Answer> answers = probe.end();
            report("the owner's machine killed", answers);
            assertThat(Traffic.longestGap(answers)).isLessThan(LONGEST_GAP_OF_A_MACHINE);
        }
        assertThat(site.tandem("status").exits(4).output()).contains("degraded").contains(owner);

        try (Traffic probe = Traffic.of(site, PATIENCE, PROBE)) {
            machine.start();
            site.awaitWell();
            report("the machine started again", probe.endWithoutFailure());
        }
        assertThat(site.owners()).containsExactly(other);
    }

    @Test
    void aFrozenBalancerComesBackWithoutTheAddress(SiteUnderTest site) {
        String owner = site.owner();
        String other = SiteUnderTest.other(SiteUnderTest.BALANCERS, owner);
        NspawnMachine machine = site.machine(owner);
        try (Traffic probe = Traffic.of(site, PATIENCE, PROBE)) {
            machine.freeze();
            probe.during(Duration.ofSeconds(3));
            machine.thaw();
            probe.during(Duration.ofSeconds(1));
            List<Traffic.Answer> answers = probe.end();
            report("the owner's machine frozen for 3 s", answers);
            assertThat(Traffic.longestGap(answers)).isLessThan(LONGEST_GAP_OF_A_MACHINE);
        }
        site.awaitWell();
        assertThat(site.owners()).containsExactly(other);
    }

    private static void report(String what, List<Traffic.Answer> answers) {
        System.out.printf(
                "%s: no answer for %d ms, %d of %d requests failed%n",
                what,
                Traffic.longestGap(answers).toMillis(),
                Traffic.failed(answers).size(),
                answers.size());
    }
}
