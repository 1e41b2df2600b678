package dev.tandem.control.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Puts the command line together. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Runs a command to its end.
     *
     * @param home the folder of Tandem's own files
     * @param places where machines may be; the first one is the default
     * @param more commands beside those of this module, by name
     * @return the exit code
     */
    public static int run(Path home, List<Place> places, Map<String, Callable<Integer>> more, String... arguments) {
        Talk talk = Talk.onStandardError(System.getenv());
        Tandem tandem = new Tandem(home, places, talk);
        CommandLine line = new CommandLine(tandem);
        more.forEach(line::addSubcommand);
        line.setExecutionExceptionHandler(new Failures(talk));
        line.setExecutionStrategy(words -> {
            tandem.placeToName()
                    .map(place -> new PrintedCommands(line.getCommandSpec(), place))
                    .ifPresent(commands -> talk.completing(commands::in));
            return new CommandLine.RunLast().execute(words);
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        return line.execute(arguments);
    }
}
