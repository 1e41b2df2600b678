package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The machines' journals as one, by time. */
@Command(name = "logs", description = "Show what the machines logged, merged by time.")
public final class LogsCommand extends SiteCommand {
    @Parameters(arity = "0..*", paramLabel = "TARGET", description = "Machines or roles (default: all).")
    @Nullable
    List<String> targets;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what comes, until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "-10min",
            description =
                    "From when, as journalctl takes it: -1h, '2026-11-22 10:00', today (default: ${DEFAULT-VALUE}).")
    String since = "-10min";

    @Option(
            names = {"-u", "--unit"},
            paramLabel = "UNIT",
            description = "Only of this unit, for instance haproxy; may be given several times.")
    @Nullable
    List<String> units;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<Machine> machines = targets == null
                ? workplace.site().machines()
                : targets.stream()
                        .flatMap(target -> workplace.machines(target).stream())
                        .distinct()
                        .toList();
        Journal journal = new Journal(
                workplace.fleet(),
                machines.stream().map(Machine::name).toList(),
                since,
                units == null ? List.of() : units);
        return follow ? Journals.follow(journal, talk) : Journals.show(journal, _ -> true, talk);
    }
}
