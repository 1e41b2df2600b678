package dev.tandem.control.cli.start;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which Tandem this is. */
@Command(name = "version", description = "Say which Tandem this is, and on which Java it runs.")
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        String version = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("not packaged");
        Output.line("tandem " + version + " (Java " + Runtime.version() + ")");
        return Exit.DONE.code();
    }
}
