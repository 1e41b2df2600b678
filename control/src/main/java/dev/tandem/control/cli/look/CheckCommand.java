package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.Tandem;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.model.yaml.text.Problem;
import dev.tandem.control.rules.Rules;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reads sites' files and says everything that is wrong with them; touches nothing. */
@Command(name = "check", description = "Say everything that is wrong with a site's file; touch nothing.")
public final class CheckCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    Tandem tandem;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files to check; several are also held against each other.")
    @Nullable
    List<Path> files;

    @Override
    public Integer call() {
        if (tandem == null) {
            throw new IllegalStateException("a command of its own, without the one above it");
        }
        List<Path> wanted = files == null ? List.of(tandem.siteFile()) : files;
        SiteReader reader = new SiteReader(Path.of(System.getProperty("user.home")));
        List<Problem> problems =
                Rules.problems(wanted.stream().map(reader::read).toList());
        problems.forEach(Output::line);
        long errors = problems.stream().filter(Problem::isError).count();
        if (errors > 0) {
            tandem.talk().bad(errors == 1 ? "1 problem." : errors + " problems.");
            return Exit.USAGE.code();
        }
        tandem.talk().good(wanted.size() == 1 ? wanted.getFirst() + " is right." : "All files are right.");
        return Exit.DONE.code();
    }
}
