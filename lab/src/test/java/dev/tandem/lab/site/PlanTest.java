package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What plan and up say of a site that is as its file says. */
@OnTheSite
class PlanTest {
    @Test
    void aSiteThatIsUpHasNothingToChange(SiteUnderTest site) {
        Ran plan = site.tandem("plan", "--exit-code").exits(0);

        assertThat(plan.errors()).contains("No changes: every machine is as site.yaml says.");
        assertThat(site.tandem("plan", "--json").exits(0).entries("changes")).isEmpty();
    }

    @Test
    void aSecondUpChangesNothing(SiteUnderTest site) {
        String before = runningSince(site);

        assertThat(site.tandem("up").exits(0).errors()).contains("as it was");

        assertThat(runningSince(site)).isEqualTo(before);
    }

    @Test
    void anApplyWithNothingToDoRestartsNothing(SiteUnderTest site) {
        String before = runningSince(site);

        assertThat(site.tandem("apply").exits(0).errors()).contains("Nothing to change.");

        assertThat(runningSince(site)).isEqualTo(before);
    }

    /** When each unit of ours was last started, reloaded or otherwise woken. */
    private static String runningSince(SiteUnderTest site) {
        StringBuilder all = new StringBuilder();
        for (String machine : SiteUnderTest.MACHINES) {
            all.append(site.on(
                    machine,
                    "systemctl show --property=Id,MainPID,StateChangeTimestampMonotonic"
                            + " haproxy keepalived knot nginx mariadb tandem-router tandem-runner"));
        }
        return all.toString();
    }
}
