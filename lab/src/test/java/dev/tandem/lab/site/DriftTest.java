package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What somebody changes by hand is shown by plan and undone by apply. */
@OnTheSite
class DriftTest {
    private static final String PRIMARY = "the primary";

    /**
     * Something that somebody did on a machine, and what a plan must say of it.
     *
     * @param subject the end of what the plan calls it
     */
    private record Drift(String machine, String script, String subject, String reason) {
        /** The same, with the machine's name: which one is the primary, is seen when the test begins. */
        Drift named(SiteUnderTest site) {
            return machine.equals(PRIMARY) ? new Drift(site.primary(), script, subject, reason) : this;
        }

        void happen(SiteUnderTest site) {
            site.on(machine, script);
        }

        boolean isIn(List<Map<String, Object>> changes) {
            return changes.stream()
                    .anyMatch(change -> String.valueOf(change.get("machine")).equals(machine)
                            && String.valueOf(change.get("subject")).contains(subject)
                            && String.valueOf(change.get("reason")).equals(reason));
        }
    }

    private static final List<Drift> DRIFTS = List.of(
            new Drift(
                    "lb1",
                    "echo '# by hand' >> /etc/haproxy/haproxy.cfg",
                    "file /etc/haproxy/haproxy.cfg",
                    "has other content"),
            new Drift(
                    "lb2",
                    "chmod 0600 /etc/haproxy/haproxy.cfg",
                    "file /etc/haproxy/haproxy.cfg",
                    "has another owner or mode"),
            new Drift(
                    "lb1",
                    "echo old > /etc/knot/old.conf; echo /etc/knot/old.conf >> /var/lib/tandem/managed",
                    "/etc/knot/old.conf",
                    "is no longer wanted"),
            new Drift("lb2", "systemctl stop knot", "start knot.service", "is not running"),
            new Drift("lb1", "rm /etc/sysctl.d/60-tandem.conf", "file /etc/sysctl.d/60-tandem.conf", "is missing"),
            new Drift("server1", "systemctl stop nginx", "start nginx.service", "is not running"),
            new Drift("server2", "systemctl disable tandem-router", "tandem-router.service", "would not start at boot"),
            new Drift("server2", "rm /srv/www.foobar.com/current", "link /srv/www.foobar.com/current", "is missing"),
            new Drift("server2", "echo MINE=1 >> /etc/tandem/runner.env", "runner.env", "has other content"),
            new Drift("server1", "chmod 0644 /etc/tandem/runner.env", "runner.env", "has another owner or mode"),
            new Drift(
                    "server2",
                    "chmod 0777 /srv/www.foobar.com",
                    "directory /srv/www.foobar.com",
                    "has another owner or mode"),
            new Drift(
                    "server1",
                    "echo '# by hand' >> /etc/tandem/agent/agent.properties",
                    "agent.properties",
                    "has other content"),
            new Drift(
                    PRIMARY,
                    "mariadb -e \"REVOKE DELETE ON conduit.* FROM tandem_application@'10.80.0.22'\"",
                    "`tandem_application`@`10.80.0.22`",
                    "has other rights or another password"),
            new Drift(
                    PRIMARY,
                    "mariadb -e \"CREATE USER tandem_stranger@'%'\"",
                    "`tandem_stranger`@`%`",
                    "is no longer wanted"));

    @Test
    void whatSomebodyChangedByHandIsShownAndUndone(SiteUnderTest site) {
        site.disturb();
        List<Drift> drifts = DRIFTS.stream().map(drift -> drift.named(site)).toList();
        drifts.forEach(drift -> drift.happen(site));

        List<Map<String, Object>> changes =
                site.tandem("plan", "--exit-code", "--json").exits(5).entries("changes");
        Ran plan = site.tandem("plan");

        SoftAssertions softly = new SoftAssertions();
        drifts.forEach(drift -> softly.assertThat(drift.isIn(changes))
                .as("%s is in the plan\n%s", drift, plan)
                .isTrue());
        softly.assertAll();
        assertThat(plan.exits(0).output())
                .contains("-# by hand")
                .contains("(secret)")
                .doesNotContain("MINE=1")
                .doesNotContain("PASSWORD=");

        site.tandem("apply").exits(0);

        site.tandem("plan", "--exit-code").exits(0);
        site.awaitWell();
        assertThat(site.on("lb1", "test -e /etc/knot/old.conf || echo gone")).isEqualTo("gone");
    }
}
