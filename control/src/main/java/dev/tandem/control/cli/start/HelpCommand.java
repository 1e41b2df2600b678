package dev.tandem.control.cli.start;

import dev.tandem.control.cli.Exit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how to use a command, as that one's own {@code --help} does. */
@Command(name = "help", description = "Say how to use a command.")
final class HelpCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "Its words, such as db status (default: all commands).")
    List<String> words = List.of();

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        CommandLine wanted = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = wanted.getSubcommands().get(word);
            if (next == null) {
                // Said as it is when somebody types that command: with those that read alike.
                throw new CommandLine.UnmatchedArgumentException(wanted, List.of(word));
            }
            wanted = next;
        }
        System.out.print(wanted.getUsageMessage());
        return Exit.DONE.code();
    }
}
