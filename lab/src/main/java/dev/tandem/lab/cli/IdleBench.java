package dev.tandem.lab.cli;

import dev.tandem.control.layout.Layout;
import dev.tandem.lab.Lab;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.GroupUsage;
import dev.tandem.lab.computer.ProcessorTime;
import dev.tandem.lab.plan.LabName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measures what the site's machines use while nobody uses them, and then for each kind of request. Read from the kernel's counters,
 * from outside: nothing runs on a machine for it. The lab's client is none of the site's machines and does not count.
 */
final class IdleBench {
    /** Long enough for what happens once in ten seconds. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Lab lab;
    private final LabName name;
    private final Layout layout;
    private final Bench bench;

    IdleBench(Lab lab, LabName name, Layout layout, Bench bench) {
        this.lab = lab;
        this.name = name;
        this.layout = layout;
        this.bench = bench;
    }

    /** What was measured: at rest, and under each kind of request. */
    record Measured(Consumption idle, List<Loaded> loads) {
        IdleReport report(String site) {
            return new IdleReport(
                    1,
                    site,
                    idle.seconds(),
                    idle.percent(),
                    idle.kernelThreadsPercent(),
                    idle.restPercent(),
                    idle.programs().stream()
                            .map(share -> new IdleReport.Program(
                                    share.program(),
                                    share.machine(),
                                    share.percent(),
                                    share.residentMebibytes(),
                                    share.proportionalMebibytes()))
                            .toList(),
                    loads.stream().map(Loaded::report).toList());
        }
    }

    /** One kind of request. */
    record Loaded(String request, WrkOutput output, Consumption consumption) {
        /** Microseconds for one request, of what took so many. */
        double each(double microseconds) {
            return output.requests() == 0 ? 0 : microseconds / output.requests();
        }

        IdleReport.Load report() {
            return new IdleReport.Load(
                    request,
                    output.requests(),
                    output.failed(),
                    consumption.programs().stream()
                            .filter(share -> share.microseconds() > 0)
                            .map(share -> new IdleReport.Cost(
                                    share.program(), share.machine(), each((double) share.microseconds())))
                            .toList());
        }
    }

    Measured run(Consumer<String> say) {
        say.accept("looking on for " + IDLE.toSeconds() + " s, while nobody uses the site");
        Reading before = read();
        Deadline.pause(IDLE);
        Consumption idle = Consumption.between(before, read());
        List<Loaded> loads = new ArrayList<>();
        for (Bench.Kind kind : Bench.Kind.values()) {
            bench.warm(kind, say);
            say.accept("measuring what a " + kind.word() + " costs");
            Reading began = read();
            WrkOutput output = bench.once(kind);
            loads.add(new Loaded(kind.word(), output, Consumption.between(began, read())));
        }
        return new Measured(idle, loads);
    }

    private Reading read() {
        Map<String, List<GroupUsage>> machines = new TreeMap<>();
        layout.machines()
                .forEach(machine -> machines.put(
                        machine.name().value(),
                        lab.machine(name, machine.name()).usage()));
        return Reading.of(System.nanoTime(), machines, ProcessorTime.now());
    }
}
