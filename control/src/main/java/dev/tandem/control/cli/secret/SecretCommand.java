package dev.tandem.control.cli.secret;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What there is to do about the site's secrets. Never prints one. */
@Command(
        name = "secret",
        synopsisSubcommandLabel = "COMMAND",
        description = "List the site's secrets, or replace one while the site serves; never prints one.",
        subcommands = {SecretListCommand.class, SecretRotateCommand.class, SecretRetireCommand.class})
public final class SecretCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Without a word after it there is nothing to do but to help. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec == null ? new CommandLine(this) : spec.commandLine(), "say list, rotate or retire");
    }
}
