package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How much of a machine a broken service could get at, as systemd rates it: 0 nothing, 10 everything. */
@OnTheSite
class ExposureTest {
    private static final List<String> OURS =
            List.of("tandem-runner.service", "tandem-runner-train.service", "tandem-router.service");
    private static final double OURS_AT_MOST = 3.0;

    /** Debian's units that face the internet, with our drop-ins. Without them: HAProxy 9.6, Knot 7.0. */
    private static final Map<String, Double> FACING_AT_MOST = Map.of("haproxy.service", 3.5, "knot.service", 3.0);

    @Test
    void ourOwnUnitsMayDoLittleBesidesTheirWork(SiteUnderTest site) {
        Map<String, Double> exposure = new TreeMap<>();
        OURS.forEach(unit -> exposure.put(unit, exposure(site, "server1", unit)));
        System.out.println("systemd-analyze security: " + exposure);
        assertThat(exposure)
                .allSatisfy((unit, points) -> assertThat(points).as(unit).isLessThanOrEqualTo(OURS_AT_MOST));
    }

    @Test
    void debiansUnitsThatFaceTheInternetMayDoLittleElse(SiteUnderTest site) {
        FACING_AT_MOST.forEach((unit, most) -> {
            double points = exposure(site, "lb1", unit);
            System.out.println("systemd-analyze security: " + unit + " " + points);
            assertThat(points).as(unit).isLessThanOrEqualTo(most);
        });
    }

    private static double exposure(SiteUnderTest site, String machine, String unit) {
        String said = site.on(machine, "systemd-analyze --no-pager security \"$1\" | tail -n 1", unit);
        assertThat(said).contains("Overall exposure level for " + unit + ": ");
        return Double.parseDouble(said.replaceAll(".*: ([0-9.]+) .*", "$1"));
    }
}
