package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.remote.Completed;
import dev.tandem.protocol.MachineName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the partner the primary, without a failed request. */
@Command(
        name = "switchover",
        description = {
            "Make the partner the primary, without a failed request.",
            "What was asked before is finished, what comes meanwhile waits a moment. It is given up when that would take long."
        })
final class DbSwitchoverCommand extends SiteCommand {
    @Option(
            names = "--to",
            paramLabel = "MACHINE",
            description = "Which machine (default: the partner, and no other can).")
    @Nullable
    String to;

    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        MachineName target = to == null ? null : Databases.named(workplace, to);
        yes.ask(workplace, "Switch the primary database of the real site over?");
        Completed done = target == null
                ? Databases.order(workplace, Databases.read(workplace), "switchover")
                : Databases.order(workplace, Databases.read(workplace), "switchover", target.value());
        talk.good(Databases.sentence(done));
        return Exit.DONE;
    }
}
