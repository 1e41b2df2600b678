package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says who is the primary, who its partner, and what each agent does and why. */
@Command(
        name = "status",
        description = "Say who is the primary, who its partner, and what each database agent does and why.")
final class DbStatusCommand extends SiteCommand {
    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        DatabaseReading reading = Databases.read(workplace);
        if (json) {
            Json.print(DbStatusDocument.of(workplace, reading));
        } else {
            lines(reading).stream().map(talk::completed).forEach(Output::line);
        }
        return Exit.of(reading.findings().verdict());
    }

    static List<String> lines(DatabaseReading reading) {
        List<String> lines = new ArrayList<>();
        lines.add(reading.state().map(DbStatusCommand::decided).orElse("Nothing is known to be decided."));
        // What came back from each machine, and what its agent says, stands below.
        reading.findings()
                .troubles()
                .forEach(trouble ->
                        lines.add("  ! " + trouble.lines().findFirst().orElse("")));
        int width = reading.members().keySet().stream()
                .mapToInt(machine -> machine.value().length())
                .max()
                .orElse(1);
        reading.members().forEach((machine, member) -> {
            String name = String.format(Locale.ROOT, "  %-" + width + "s  ", machine);
            member.report()
                    .ifPresentOrElse(
                            report -> {
                                lines.add(name + facts(report));
                                lines.add(" ".repeat(name.length()) + report.sentence());
                            },
                            () -> lines.add(name + member.trouble().replace("\n", "\n" + " ".repeat(name.length()))));
        });
        return lines;
    }

    private static String decided(ClusterState state) {
        String partner = state.partner() == null
                ? "no partner: nobody else has everything that was acknowledged"
                : "partner " + state.partner().machine();
        return "Term " + state.term() + ": primary " + state.primary() + ", " + partner;
    }

    private static String facts(AgentReport report) {
        List<String> facts = new ArrayList<>();
        facts.add(report.role().word());
        report.state().ifPresent(state -> facts.add("term " + state.term()));
        AgentReport.Mysqld mysqld = report.mysqld();
        if (mysqld.running()) {
            facts.add(writes(report));
        }
        mysqld.source()
                .ifPresent(source -> facts.add("from " + source + ": "
                        + mysqld.receiving().word()
                        + (mysqld.applying() ? "" : ", not applying")
                        + (mysqld.lagSeconds().isPresent()
                                ? ", lag " + mysqld.lagSeconds().getAsLong() + " s"
                                : "")));
        facts.add("gate " + report.gate().word());
        if (!report.etcd()) {
            facts.add("etcd does not answer");
        }
        if (report.paused()) {
            facts.add("paused");
        }
        if (report.tainted()) {
            facts.add("its data is to be copied anew");
        }
        return String.join(", ", facts);
    }

    private static String writes(AgentReport report) {
        if (!report.mysqld().open()) {
            return "read-only";
        }
        return report.mayTakeWrites() && report.mysqld().unwritable().isEmpty() ? "takes writes" : "takes no writes";
    }
}
