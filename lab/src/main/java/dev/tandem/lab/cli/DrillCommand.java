package dev.tandem.lab.cli;

import dev.tandem.control.apply.ApplyException;
import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.secret.CertificateRenewal;
import dev.tandem.lab.computer.ExclusiveLock;
import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.computer.LockedException;
import dev.tandem.lab.drill.DrillOptions;
import dev.tandem.lab.drill.DrillSite;
import dev.tandem.lab.drill.Drills;
import dev.tandem.lab.drill.report.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breaks the lab's site on purpose and counts what was lost. */
@Command(
        name = "drill",
        description = "Break the lab's site on purpose and count what was lost. Faults: tandem drill --list.")
final class DrillCommand extends SiteCommand {
    private final LabPlace lab;

    @Parameters(paramLabel = "FAULT", arity = "0..*", description = "Which faults, in this order.")
    List<String> names = List.of();

    @Option(names = "--all", description = "Every fault that this site can have.")
    boolean all;

    @Option(names = "--list", description = "Name the faults, and do nothing.")
    boolean list;

    @Option(names = "--random", description = "Faults drawn at random, the lasting ones cut short.")
    boolean random;

    @Option(
            names = "--soak",
            paramLabel = "DURATION",
            converter = DrillDuration.class,
            description = "Quiet and faults by turns for so long, drawn at random, such as 90m.")
    @Nullable
    Duration soak;

    @Option(names = "--aged", description = "Before each fault the site is made as old as a lab can make it.")
    boolean aged;

    @Option(
            names = "--quiet",
            paramLabel = "DURATION",
            converter = DrillDuration.class,
            description = "With --aged, --soak or the drill aged: how long the old site is left alone (default: 24s).")
    Duration quiet = DrillOptions.QUIET;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "With --random or --soak: the same seed draws the same faults.")
    @Nullable
    Long seed;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "With --random: how many (default: ${DEFAULT-VALUE}, at most 1000).")
    int count;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How often each fault; medians and the worst are told (default: ${DEFAULT-VALUE}, at most 100).")
    int runs;

    @Option(names = "--short", description = "Faults that last are ended after 8 s.")
    boolean shortened;

    @Option(
            names = "--articles",
            paramLabel = "N",
            defaultValue = "40",
            description = "Articles that users publish a second, beside 200 writes a second through the routers"
                    + " (default: ${DEFAULT-VALUE}, 8 to 400).")
    int articles;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Where the reports go (default: .tandem/.../drills).")
    @Nullable
    Path folder;

    @Option(names = "--json", description = "One JSON document on standard output instead of the table.")
    boolean json;

    DrillCommand(LabPlace lab) {
        this.lab = lab;
    }

    /** It works in the lab alone. */
    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        if (list) {
            Drills.list().forEach(each -> System.out.printf("%-28s %s%n", each.name(), each.sentence()));
            return Exit.DONE;
        }
        if (workplace.place().isReal()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Drills are for the lab: they kill, freeze and cut off machines, which nobody can mend from here on"
                            + " the real site. Next: tandem drill --on lab");
        }
        checkOptions();
        Drills drills = drills(workplace, talk);
        List<String> chosen = chosen(drills, talk);
        try (ExclusiveLock _ = lab.drilling(workplace.site());
                Mending _ = Mending.onThisThread()) {
            return drilled(drills, chosen, workplace, talk);
        } catch (LockedException e) {
            throw new CommandFailure(Exit.LOCKED, "Another drill is at work in this lab.");
        }
    }

    /** What a user did, and what a machine did, is no fault of ours. */
    private Exit drilled(Drills drills, List<String> chosen, Workplace workplace, Talk talk) {
        try {
            return drill(drills, chosen, workplace, talk);
        } catch (LabInterruptedException e) {
            talk.line("Interrupted. What was broken is mended; tandem status says how the site is.");
            return Exit.INTERRUPTED;
        } catch (LabException e) {
            throw new CommandFailure(Exit.FAILED, e.getMessage() + "\nNext: tandem up mends what is still broken.");
        }
    }

    private Drills drills(Workplace workplace, Talk talk) {
        DrillSite site = new DrillSite(
                lab.lab(),
                lab.name(workplace.site()),
                workplace.layout(),
                SiteLab.CLIENT,
                lab.network(workplace.site()),
                workplace.fleet(),
                workplace.desired(),
                () -> renewCertificates(workplace, talk),
                talk::step);
        return new Drills(site, new DrillOptions(shortened, articles, aged, quiet));
    }

    private Exit drill(Drills drills, List<String> chosen, Workplace workplace, Talk talk) {
        Path reports = folder == null ? ownFolder(workplace) : folder;
        Findings findings = done(drills, chosen, talk, soFar -> write(soFar, reports));
        write(findings, reports);
        if (json) {
            System.out.println(findings.json());
        } else {
            findings.lines().forEach(Output::line);
        }
        talk.line("Reports: " + reports.resolve("drill.html") + " and drill.json beside it");
        return switch (findings.outcome()) {
            case PASSED -> Exit.DONE;
            case MISSED -> Exit.MISSED;
            case INCONCLUSIVE -> Exit.INCONCLUSIVE;
        };
    }

    /** What keeps an apply from its work is no fault of the drill. */
    private static void renewCertificates(Workplace workplace, Talk talk) {
        try {
            CertificateRenewal.run(workplace, talk);
        } catch (CommandFailure | ApplyException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Findings done(Drills drills, List<String> chosen, Talk talk, Consumer<Findings> soFar) {
        if (soak != null) {
            return drills.soak(drawn(talk), soak, soFar);
        }
        return random ? drills.random(drawn(talk), count, soFar) : drills.run(chosen, runs, soFar);
    }

    /** Throws CommandFailure when they do not belong together. */
    void checkOptions() {
        int ways = (names.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (random ? 1 : 0) + (soak == null ? 0 : 1);
        if (ways != 1) {
            throw new CommandFailure(
                    Exit.USAGE, "Say which faults: names of them, --all, --random or --soak. See --list.");
        }
        if (soak != null && aged) {
            throw new CommandFailure(Exit.USAGE, "--soak draws by itself which faults find an old site");
        }
        if (!quiet.equals(DrillOptions.QUIET) && !aged && !names.contains("aged") && soak == null) {
            throw new CommandFailure(
                    Exit.USAGE, "--quiet is how long an aged site is left alone; say --aged, too, or drill aged");
        }
        if (quiet.compareTo(DrillOptions.QUIET) < 0) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "--quiet is at least " + DrillOptions.QUIET.toSeconds() + "s: not every lifetime ends in less");
        }
        if (runs < 1 || runs > 100 || count < 1 || count > 1000 || articles < 8 || articles > 400) {
            throw new CommandFailure(Exit.USAGE, "--runs is 1 to 100, --count 1 to 1000, --articles 8 to 400");
        }
    }

    private List<String> chosen(Drills drills, Talk talk) {
        if (!all) {
            names.forEach(name -> missing(drills, name).ifPresent(why -> {
                throw new CommandFailure(Exit.REFUSED, name + " " + why + ", which this site has not.");
            }));
            return names;
        }
        return Drills.list().stream()
                .map(Drills.Named::name)
                .filter(name -> {
                    Optional<String> why = missing(drills, name);
                    why.ifPresent(words -> talk.line("left out: " + name + " " + words));
                    return why.isEmpty();
                })
                .toList();
    }

    private static Optional<String> missing(Drills drills, String name) {
        try {
            return drills.missing(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Exit.USAGE, e.getMessage() + "; tandem drill --list names them all.");
        }
    }

    private long drawn(Talk talk) {
        long own = seed == null ? System.nanoTime() : seed;
        talk.line("seed " + own);
        return own;
    }

    private static Path ownFolder(Workplace workplace) {
        String time = Instant.now().toString().replaceAll("[:.]", "-");
        return workplace.vault().directory().resolve("drills").resolve(time);
    }

    private static void write(Findings findings, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("drill.json"), findings.json() + "\n");
            Files.writeString(folder.resolve("drill.html"), findings.page());
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "cannot write the reports to " + folder + ": " + e
                            + ". Next: --report with a folder that you may write");
        }
    }
}
