package dev.tandem.control.cli.start;

import dev.tandem.control.cli.Exit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints what makes a shell complete this command's words. */
@Command(name = "completion", description = "Print a completion script: source <(tandem completion) in bash or zsh.")
final class CompletionCommand implements Callable<Integer> {
    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        System.out.print(AutoComplete.bash("tandem", spec.root().commandLine()));
        return Exit.DONE.code();
    }
}
