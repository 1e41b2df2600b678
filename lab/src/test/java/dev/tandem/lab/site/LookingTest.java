package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands that only look. */
@OnTheSite
class LookingTest {
    @Test
    void statusNamesEveryMachineAndItsPart(SiteUnderTest site) {
        Ran status = site.tandem("status", "--json").exits(0);

        assertThat(status.document()).containsEntry("verdict", "well").containsEntry("site", SiteUnderTest.NAME);
        List<Map<String, Object>> machines = status.entries("machines");
        assertThat(machines).extracting(machine -> machine.get("machine")).isEqualTo(SiteUnderTest.MACHINES);
        assertThat(machines.stream().filter(machine -> Boolean.TRUE.equals(machine.get("ownsVirtualAddress"))))
                .hasSize(1);
        int primary = SiteUnderTest.MACHINES.indexOf(site.primary());
        int replica = SiteUnderTest.MACHINES.indexOf(site.replica());
        assertThat(String.valueOf(machines.get(primary).get("database"))).contains("role=primary", "readOnly=false");
        assertThat(String.valueOf(machines.get(replica).get("database"))).contains("role=replica", "following=true");
        assertThat(String.valueOf(machines.get(2).get("certificates"))).contains("web=", "runner=", "database=");
        assertThat(String.valueOf(status.document().get("nearestExpiry"))).contains("machine=", "use=", "end=20");
        assertThat(machines.get(3).get("release"))
                .isNotNull()
                .isEqualTo(machines.get(2).get("release"));
    }

    @Test
    void logsOfAllMachinesAreMergedByTime(SiteUnderTest site) {
        SiteUnderTest.MACHINES.forEach(machine -> site.on(machine, "logger -t test 'a word from '$(hostname)"));

        List<String> lines = site.tandem("logs", "--since", "-5min").exits(0).lines();

        assertThat(lines.stream().map(line -> line.substring(0, Math.min(26, line.length()))))
                .isSorted();
        assertThat(lines.stream().filter(line -> line.contains("a word from ")).map(line -> line.split(" +", 3)[1]))
                .containsSubsequence(SiteUnderTest.MACHINES);
    }

    @Test
    void execRunsOnEveryMachineWithARole(SiteUnderTest site) {
        assertThat(site.tandem("exec", "balancer", "--", "sh", "-c", "echo \"I am $(hostname)\"")
                        .exits(0)
                        .lines())
                .containsExactlyInAnyOrder("lb1  I am lb1", "lb2  I am lb2");
        assertThat(site.tandem("exec", "server1", "--", "sh", "-c", "exit 7")
                        .exits(1)
                        .errors())
                .contains("server1: exit code 7");
        assertThat(site.tandem("exec", "nobody", "--", "true").exits(2).errors())
                .contains("'nobody'");
    }

    @Test
    void aWordThatIsNoCommandIsAWrongCommand(SiteUnderTest site) {
        site.tandem("stauts").exits(2);
    }
}
