package dev.tandem.control.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Puts the command line together. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Runs a command to its end.
     *
     * @param home the folder of Tandem's own files
     * @param places where machines may be; the first one is the default
     * @param commands what there is to do, in the order in which the help has it; each has its name from its annotation
     * @return the exit code
     */
    public static int run(Path home, List<Place> places, List<Object> commands, String... arguments) {
        Talk talk = Talk.onStandardError(System.getenv());
        Tandem tandem = new Tandem(home, places, talk);
        CommandLine line = new CommandLine(tandem);
        commands.forEach(line::addSubcommand);
        line.setExecutionExceptionHandler(new Failures(places, talk));
        line.setExecutionStrategy(words -> {
            PrintedCommands printed = new PrintedCommands(line.getCommandSpec(), tandem.given());
            talk.completing(printed::in);
            return new CommandLine.RunLast().execute(words);
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        return line.execute(arguments);
    }
}
