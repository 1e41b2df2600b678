package dev.tandem.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command itself: the options that all others share, and where their machines may be. It knows none of the others. */
@Command(
        name = "tandem",
        synopsisSubcommandLabel = "COMMAND",
        description = "Builds and runs a highly available website on plain Debian machines, from one file.",
        footer = {
            "",
            "In a clone, 'tandem test' (by the launcher) builds everything and runs every test, and 'tandem package'",
            "  makes a package for computers without Maven.",
            "Exit codes: 0 done, 1 failed, 2 wrong command or file, 3 refused by a safety rule, 4 degraded,",
            "  5 changes pending, 6 locked by somebody else, 130 interrupted; of 'ssh', what the machine ended with."
        })
public final class Tandem implements Runnable {
    private final Path home;
    private final List<Place> places;
    private final Talk talk;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            scope = CommandLine.ScopeType.INHERIT,
            description = "The site's file (default: ./site.yaml, else the example that comes with Tandem).")
    @Nullable
    Path file;

    @Option(
            names = "--on",
            paramLabel = "PLACE",
            scope = CommandLine.ScopeType.INHERIT,
            description =
                    "Whose machines: 'lab' (the default; machines inside this computer) or 'site' (the real ones).")
    @Nullable
    String on;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Say how to use a command.")
    boolean help;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    /**
     * Prepares.
     *
     * @param home the folder of Tandem's own files
     * @param places where machines may be; the first one is the default
     */
    public Tandem(Path home, List<Place> places, Talk talk) {
        this.home = home;
        this.places = List.copyOf(places);
        this.talk = talk;
    }

    /** Without a command there is nothing to do but to help. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(new CommandLine(this), "say which command");
    }

    public Talk talk() {
        return talk;
    }

    Path home() {
        return home;
    }

    /** The file that was named; else site.yaml here; else the example that comes with Tandem. */
    public Path siteFile() {
        if (file != null) {
            return file;
        }
        Path here = Path.of("site.yaml");
        return Files.exists(here) ? here : home.resolve("sites/www.foobar.com/site.yaml");
    }

    /** Throws CommandFailure when no place has that word. */
    Place place() {
        Optional<Place> found = places.stream()
                .filter(place -> on == null || place.word().equals(on))
                .findFirst();
        return found.orElseThrow(() -> new CommandFailure(
                Exit.USAGE,
                "--on " + on + ": the places are "
                        + String.join(" and ", places.stream().map(Place::word).toList())));
    }

    /** The options of every command as they were given: another command does the same for the same site with them. */
    SequencedMap<String, String> given() {
        SequencedMap<String, String> given = new LinkedHashMap<>();
        if (on != null) {
            given.put("--on", on);
        }
        if (file != null) {
            given.put("--file", file.toString());
        }
        return given;
    }

    /** Reads the site's file and opens everything that is needed to work on the site. */
    public Workplace open() {
        Workplace workplace = Workplace.open(siteFile(), place(), home);
        talk.heading(workplace.site().name() + " " + place().phrase());
        workplace.remark().ifPresent(talk::line);
        return workplace;
    }
}
