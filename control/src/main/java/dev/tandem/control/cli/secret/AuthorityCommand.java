package dev.tandem.control.cli.secret;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What there is to do about who signs the site's certificates. */
@Command(
        name = "authority",
        synopsisSubcommandLabel = "COMMAND",
        description = "Replace who signs the site's own certificates, while the site serves.",
        subcommands = AuthorityReplaceCommand.class)
public final class AuthorityCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Without a word after it there is nothing to do but to help. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec == null ? new CommandLine(this) : spec.commandLine(), "say replace");
    }
}
