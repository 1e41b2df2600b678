package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.lab.cli.Consumption.Share;
import dev.tandem.lab.computer.GroupUsage;
import dev.tandem.lab.computer.ProcessorTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From counters to what is told of them. */
class ConsumptionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String ETCD = "payload/system.slice/etcd.service";
    private static final String AGENT = "payload/system.slice/tandem-agent.service";

    private static GroupUsage group(String path, long microseconds, long resident, long proportional) {
        return new GroupUsage(Path.of(path), microseconds, resident * 1024, proportional * 1024);
    }

    private static Reading reading(long seconds, long busy, long kernel, Map<String, List<GroupUsage>> machines) {
        return Reading.of(seconds * SECOND, machines, new ProcessorTime(busy, kernel));
    }

    private static final Consumption TEN_SECONDS = Consumption.between(
            reading(
                    100,
                    50_000_000,
                    7_000_000,
                    Map.of(
                            "lb1", List.of(group(ETCD, 9_000_000, 50, 40)),
                            "server1", List.of(group(ETCD, 4_000_000, 50, 40), group(AGENT, 1_000_000, 90, 70)))),
            reading(
                    110,
                    53_000_000,
                    7_100_000,
                    Map.of(
                            "lb1", List.of(group(ETCD, 9_500_000, 52, 41)),
                            "server1", List.of(group(ETCD, 4_200_000, 49, 39), group(AGENT, 1_100_000, 91, 71)))));

    @Test
    void aShareIsInPercentOfOneProcessor() {
        assertThat(TEN_SECONDS.seconds()).isEqualTo(10);
        assertThat(TEN_SECONDS.of("etcd", "lb1", Share::percent)).isCloseTo(5.0, within(0.001));
        assertThat(TEN_SECONDS.of("etcd", Share::percent)).isCloseTo(7.0, within(0.001));
        assertThat(TEN_SECONDS.percent()).isCloseTo(8.0, within(0.001));
    }

    @Test
    void memoryIsThatOfTheEndOnTheMachineThatHasMost() {
        assertThat(TEN_SECONDS.most("etcd", Share::residentMebibytes)).isEqualTo(52);
        assertThat(TEN_SECONDS.most("tandem-agent", Share::proportionalMebibytes))
                .isEqualTo(71);
    }

    @Test
    void theKernelsThreadsAndOthersWorkAreTold() {
        assertThat(TEN_SECONDS.kernelThreadsPercent()).isCloseTo(1.0, within(0.001));
        // 30 % in all, 1 % of the kernel, 8 % of the site.
        assertThat(TEN_SECONDS.restPercent()).isCloseTo(21.0, within(0.001));
    }

    @Test
    void theGreatestComesFirst() {
        assertThat(TEN_SECONDS.programsBy(Share::percent)).containsExactly("etcd", "tandem-agent");
    }

    @Test
    void aUnitThatWasStartedAnewIsNotCountedBackwards() {
        Consumption anew = Consumption.between(
                reading(0, 0, 0, Map.of("lb1", List.of(group(ETCD, 9_000_000, 50, 40)))),
                reading(10, 0, 0, Map.of("lb1", List.of(group(ETCD, 300_000, 50, 40)))));
        assertThat(anew.of("etcd", Share::percent)).isZero();
    }

    @Test
    void aProgramIsNamedAfterItsUnit() {
        assertThat(Reading.program(Path.of("payload/system.slice/mariadb.service")))
                .isEqualTo("mariadb");
        assertThat(Reading.program(Path.of("payload/system.slice/systemd-udevd.service/udev")))
                .isEqualTo("systemd-udevd");
        assertThat(Reading.program(Path.of("payload/system.slice/system-tandem.slice/tandem@a.service")))
                .isEqualTo("tandem@a");
        assertThat(Reading.program(Path.of("payload/init.scope"))).isEqualTo("systemd");
        assertThat(Reading.program(Path.of("payload/user.slice/user-0.slice/session-1.scope")))
                .isEqualTo("logins");
        assertThat(Reading.program(Path.of("payload/system.slice"))).isEqualTo("units that ended");
        assertThat(Reading.program(Path.of("supervisor"))).isEqualTo("systemd-nspawn");
    }

    @Test
    void theTableFitsIntoAHundredColumnsWithAnyNumberOfMachines() {
        Map<String, List<GroupUsage>> before = new java.util.TreeMap<>();
        Map<String, List<GroupUsage>> after = new java.util.TreeMap<>();
        for (int machine = 1; machine <= 9; machine++) {
            String path = "payload/system.slice/a-unit-with-a-very-long-name.service";
            before.put("application" + machine, List.of(group(path, 0, 50, 40)));
            after.put("application" + machine, List.of(group(path, 100_000_000, 12345, 12345)));
        }
        Consumption much = Consumption.between(reading(0, 0, 0, before), reading(100, 0, 0, after));
        List<String> lines = IdleText.lines(new IdleBench.Measured(
                much, List.of(new IdleBench.Loaded("write", new WrkOutput(1000, 100, 1, 2, 0, 0), much))));
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines.get(1)).contains(" 400.00 ").contains(" 900.00 ").contains("12345");
    }

    @Test
    void theTimeUnderLoadIsDividedByTheRequests() {
        List<String> lines = IdleText.lines(new IdleBench.Measured(
                TEN_SECONDS,
                List.of(new IdleBench.Loaded("write", new WrkOutput(1000, 100, 1, 2, 3, 0), TEN_SECONDS))));
        assertThat(lines).anyMatch(line -> line.matches("etcd +700")).anyMatch(line -> line.matches("failed +3"));
        assertThat(lines).anyMatch(line -> line.matches("tandem-agent +100"));
    }

    @Test
    void noRequestCostsNothing() {
        IdleBench.Loaded none = new IdleBench.Loaded("write", new WrkOutput(0, 0, 0, 0, 1, 0), TEN_SECONDS);
        assertThat(none.each(500)).isZero();
        assertThat(none.report().costs()).isNotEmpty();
    }
}
