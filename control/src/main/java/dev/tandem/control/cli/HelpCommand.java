package dev.tandem.control.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says the same as {@code --help}, for those who write the word first. Picocli's own would clash with the {@code -h} that all commands have. */
@Command(name = "help", description = "Say how to use a command, as its --help does.")
final class HelpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which one, such as 'db status'; none: all.")
    List<String> words = List.of();

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new CommandFailure(
                        Exit.USAGE,
                        "there is no command '" + word + "' of '"
                                + command.getCommandSpec().qualifiedName() + "'");
            }
            command = next;
        }
        Output.line(command.getUsageMessage().stripTrailing());
        return Exit.DONE.code();
    }
}
