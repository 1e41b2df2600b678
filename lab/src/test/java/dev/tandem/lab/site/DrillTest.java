package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.machine.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills, drilled: a fault is done, seen to bite, mended and reported; a loss is found; an interruption leaves nothing broken. */
@OnTheSite
class DrillTest {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final int TRIES = 3;
    private static final Duration MENDS_WITHIN = Duration.ofSeconds(60);

    /** 7 and 8: this computer may be too busy for a limit of time; what is about data is looked at below. */
    private static final List<Integer> DONE = List.of(0, 7, 8);

    @TempDir
    Path reports;

    /**
     * The reason for all of it: the primary dies, and nothing that was acknowledged is lost, doubled or read too old. It is done, proved,
     * mended and reported.
     */
    @Test
    void thePrimaryDiesAndNothingIsLost(SiteUnderTest site) throws IOException {
        site.disturb();
        Ran drill = site.tandem("drill", "mysqld-killed", "machine-dies", "--json", "--report", reports.toString());
        assertThat(drill.exit()).as(drill.toString()).isIn(DONE);
        List<Map<String, Object>> faults = drill.entries("faults");
        assertThat(faults).extracting(fault -> fault.get("name")).containsExactly("mysqld-killed", "machine-dies");
        for (Map<String, Object> fault : faults) {
            String name = String.valueOf(fault.get("name"));
            for (String measure : List.of("lost", "doubled", "stale-reads")) {
                assertThat(value(fault, measure)).as(measure + " in " + name).isZero();
            }
            Map<String, Object> trial = list(fault, "trials").getLast();
            assertThat(trial)
                    .as("proof of " + name)
                    .doesNotContainEntry("proof", null)
                    .containsKey("proof");
            assertThat(primaries(trial))
                    .as("who was primary in " + name)
                    .containsExactlyInAnyOrderElementsOf(SiteUnderTest.SERVERS);
        }
        assertThat(reports.resolve("drill.json")).exists();
        assertThat(Files.readString(reports.resolve("drill.html"))).contains("mysqld-killed", "machine-dies", "<svg");
        for (String server : SiteUnderTest.SERVERS) {
            assertThat(site.on(server, "ls /var/lib; systemctl list-units --plain --no-legend 'tandem-drill*'"))
                    .doesNotContain("tandem-drill");
        }
        site.awaitWell();
    }

    /** A ledger that cannot fail proves nothing: here somebody loses a write that was acknowledged. */
    @Test
    @Tag("long")
    void aLostWriteIsFound(SiteUnderTest site) {
        site.disturb();
        try (Launcher.Running drill = site.start("drill", "keepalived-frozen", "--report", reports.toString())) {
            SiteUnderTest.await(
                    "the drill strikes", STARTS_WITHIN, () -> drill.errors().contains("SIGSTOP"));
            site.on(
                    site.primary(),
                    "mariadb conduit -e 'DELETE FROM tandem_drill WHERE writer = 0 ORDER BY number LIMIT 1'");
            Ran ran = drill.end().exits(7);
            assertThat(ran.output()).contains("lost was 1, and may be 0");
        }
        site.awaitWell();
    }

    /**
     * A database that acknowledges what nobody else has got loses it, and the drill says so. On a busy computer the agent may give the
     * partner up before the primary dies, as it should; then nobody takes over and nothing is lost.
     */
    @Test
    @Tag("long")
    void whatIsAcknowledgedWithoutThePartnerIsLost(SiteUnderTest site) {
        site.disturb();
        Map<String, Object> fault = Map.of();
        for (int time = 0; time < TRIES && !"FAIL".equals(fault.get("verdict")); time++) {
            fault = site.tandem("drill", "asynchronous", "--json", "--report", reports.toString())
                    .entries("faults")
                    .getFirst();
            site.awaitWell();
        }
        assertThat(fault).containsEntry("verdict", "FAIL");
        assertThat(value(fault, "lost")).isPositive();
    }

    @Test
    @Tag("long")
    void anInterruptedDrillMendsWhatItBroke(SiteUnderTest site) throws IOException, InterruptedException {
        String owner = site.owner();
        site.disturb();
        try (Launcher.Running drill = site.start("drill", "balancer-frozen", "--report", reports.toString())) {
            SiteUnderTest.await(
                    "the drill strikes", STARTS_WITHIN, () -> drill.errors().contains(owner + " frozen"));
            drill.interrupt();
            Ran ran = drill.end();
            assertThat(ran.errors()).contains("mending what was broken");
            assertThat(ran.exit()).as(ran.toString()).isEqualTo(130);
        }
        assertThat(site.machine(owner).state()).isEqualTo(MachineState.RUNNING);
        SiteUnderTest.await(
                "well again", MENDS_WITHIN, () -> site.tandem("status").exit() == 0);
    }

    @Test
    void nothingIsBrokenOnARealSiteOrWithoutSayingWhat(SiteUnderTest site) {
        site.tandem("drill").exits(2);
        Ran unknown = site.tandem("drill", "no-such-fault").exits(2);
        assertThat(unknown.errors()).contains("no-such-fault", "--list");
        site.tandem("drill", "--list").exits(0);
    }

    /** Each machine that was primary while a fault was tried, once. */
    @SuppressWarnings("unchecked")
    private static Set<String> primaries(Map<String, Object> trial) {
        return list((Map<String, Object>) trial.get("timeLine"), "events").stream()
                .filter(event -> "primary".equals(event.get("kind")))
                .map(event -> String.valueOf(event.get("words")))
                .filter(SiteUnderTest.SERVERS::contains)
                .collect(Collectors.toSet());
    }

    private static long value(Map<String, Object> fault, String measure) {
        return list(fault, "values").stream()
                .filter(value -> measure.equals(value.get("measure")))
                .mapToLong(value -> ((Number) value.get("value")).longValue())
                .findFirst()
                .orElseThrow();
    }

    /** Empty when there is none. */
    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) of.getOrDefault(name, List.of());
    }
}
