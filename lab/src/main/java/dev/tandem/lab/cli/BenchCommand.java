package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.SshRemote;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the site from the lab's client, and in the same run the application server alone. */
@Command(
        name = "bench",
        description = "Measure requests per second in the lab: the runner alone, and the whole site from the client.")
final class BenchCommand extends SiteCommand {
    private final LabPlace lab;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long each of the measurements takes (default: ${DEFAULT-VALUE}, at most 60).")
    int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is repeated; the median counts (default: ${DEFAULT-VALUE}, at most 21).")
    int rounds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "Connections at a time (default: ${DEFAULT-VALUE}, at most 256).")
    int connections;

    @Option(
            names = "--idle",
            description =
                    "Measure processor time and memory instead, by program and machine: of 30 s in which nobody uses the"
                            + " site, then of each kind of request, for --seconds.")
    boolean idle;

    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    BenchCommand(LabPlace lab) {
        this.lab = lab;
    }

    /** It works in the lab alone. */
    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        if (workplace.place().isReal()) {
            throw new CommandFailure(Exit.REFUSED, "A load test is for the lab: users are on the real site.");
        }
        if (seconds < 1 || seconds > 60 || rounds < 1 || rounds > 21 || connections < 1 || connections > 256) {
            throw new CommandFailure(Exit.USAGE, "--seconds is 1 to 60, --rounds 1 to 21, --connections 1 to 256");
        }
        String address = lab.clientAddress(workplace.site()).toString();
        try (Remote client = SshRemote.connect(SiteLab.CLIENT, address, workplace.access())) {
            Remote server = workplace
                    .fleet()
                    .machine(workplace.site().machinesWith(Role.APP).getFirst().name());
            Bench bench = new Bench(
                    client,
                    server,
                    workplace.layout(),
                    new Bench.Size(Duration.ofSeconds(seconds), rounds, connections));
            if (idle) {
                return idle(workplace, bench, talk);
            }
            BenchReport report = bench.run(talk::step);
            if (json) {
                Json.print(report);
            } else {
                lines(report).forEach(Output::line);
            }
            boolean clean = report.measurements().stream().allMatch(each -> each.failed() == 0);
            return clean ? Exit.DONE : Exit.FAILED;
        }
    }

    private Exit idle(Workplace workplace, Bench bench, Talk talk) {
        IdleBench.Measured measured =
                new IdleBench(lab.lab(), lab.name(workplace.site()), workplace.layout(), bench).run(talk::step);
        if (json) {
            Json.print(measured.report(workplace.site().name().value()));
        } else {
            IdleText.lines(measured).forEach(Output::line);
        }
        boolean clean = measured.loads().stream().allMatch(each -> each.output().failed() == 0);
        return clean ? Exit.DONE : Exit.FAILED;
    }

    private static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-8s %-14s %10s %9s %9s %7s %8s",
                "request",
                "through",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "ratio",
                "failed"));
        for (BenchReport.Measurement each : report.measurements()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %-14s %10.0f %9.2f %9.2f %7s %8d",
                    each.request(),
                    each.through(),
                    each.requestsPerSecond(),
                    each.p50Milliseconds(),
                    each.p99Milliseconds(),
                    each.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", each.ratio()),
                    each.failed()));
        }
        lines.add("ratio: against the same request to the innermost layer that serves it, in this run");
        return lines;
    }
}
