package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who comes first on a machine with too much to do, and who goes first when its memory is short (decision 0043). */
class WeightsTest {
    private static final Pattern UNIT =
            Pattern.compile("/etc/systemd/system/([a-z-]+)\\.service(?:\\.d/tandem\\.conf)?");

    private final Map<String, String> units = units(Rendering.desired(Sites.request(Sites.single())));

    @Test
    void whenMemoryIsShortWhatIsMissedLeastGoesFirst() {
        assertThat(oom("tandem-runner-train")).isGreaterThan(oom("tandem-runner"));
        // What nobody gave a number to has 0.
        assertThat(oom("tandem-runner")).isPositive();
        assertThat(List.of(oom("nginx"), oom("knot"))).allMatch(each -> each < 0 && each > oom("mariadb"));
        assertThat(List.of(oom("etcd"), oom("haproxy"), oom("tandem-router"))).allMatch(each -> each < oom("mariadb"));
        assertThat(List.of(oom("tandem-agent"), oom("keepalived"))).allMatch(each -> each < oom("etcd"));
    }

    @Test
    void whatEverybodyWaitsForComesBeforeApplicationsWhereThereIsTooMuchToDo() {
        assertThat(units.get("tandem-runner")).doesNotContain("Nice=", "CPUWeight=");
        for (String first : List.of("tandem-agent", "etcd", "haproxy", "tandem-router", "mariadb", "nginx", "knot")) {
            assertThat(number(first, "CPUWeight")).as(first).isGreaterThan(100);
            assertThat(number(first, "Nice")).as(first).isNegative();
        }
        assertThat(number("tandem-agent", "Nice")).isLessThan(number("etcd", "Nice"));
        assertThat(number("etcd", "Nice")).isLessThan(number("mariadb", "Nice"));
        assertThat(units.get("keepalived")).contains("CPUSchedulingPolicy=rr");
    }

    @Test
    void everyServiceThatRunsAllTheTimeHasANumberForWhenMemoryIsShort() {
        List<String> running = Rendering.desired(Sites.request(Sites.single())).stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(Unit.class))
                .map(Unit::name)
                .filter(name -> name.endsWith(".service"))
                .map(name -> name.replace(".service", ""))
                .filter(units::containsKey)
                .filter(name -> !units.get(name).contains("Type=oneshot"))
                .toList();
        assertThat(running).contains("tandem-agent", "etcd", "haproxy", "keepalived", "tandem-runner");
        assertThat(running).allSatisfy(name -> assertThat(units.get(name)).contains("OOMScoreAdjust="));
    }

    private long oom(String unit) {
        return number(unit, "OOMScoreAdjust");
    }

    private long number(String unit, String key) {
        Matcher found = Pattern.compile("(?m)^" + key + "=(-?\\d+)$").matcher(units.getOrDefault(unit, ""));
        assertThat(found.find()).as(key + " of " + unit).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static Map<String, String> units(List<DesiredMachine> machines) {
        Map<String, String> units = new TreeMap<>();
        for (DesiredMachine machine : machines) {
            for (Component component : machine.components()) {
                component.items(ManagedFile.class).forEach(file -> {
                    Matcher unit = UNIT.matcher(file.path().value());
                    if (unit.matches()) {
                        units.put(unit.group(1), file.content());
                    }
                });
            }
        }
        return units;
    }
}
