package dev.tandem.control.cli.secret;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What there is to do about what this computer keeps for a site. */
@Command(
        name = "vault",
        synopsisSubcommandLabel = "COMMAND",
        description = "Make what this computer keeps for a site again, when it was lost.",
        subcommands = VaultRecoverCommand.class)
public final class VaultCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Without a word after it there is nothing to do but to help. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec == null ? new CommandLine(this) : spec.commandLine(), "say recover");
    }
}
