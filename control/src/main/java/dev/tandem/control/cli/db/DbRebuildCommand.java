package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.remote.Completed;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a replica's data anew from the primary. */
@Command(
        name = "rebuild",
        description = {
            "Copy a replica's data anew from the primary.",
            "What it holds now is kept beside, until the next time, as /var/lib/mysql.before-copy."
        })
final class DbRebuildCommand extends SiteCommand {
    private static final Duration COPIED_WITHIN = Duration.ofHours(13);

    @Parameters(paramLabel = "MACHINE", description = "A replica.")
    @Nullable
    String machine;

    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        MachineName target = Databases.named(workplace, String.valueOf(machine));
        yes.ask(workplace, "Replace the data of " + target + " by a copy of the primary's on the real site?");
        talk.line("Copying. This takes as long as the data is large; the site serves meanwhile.");
        Completed done =
                Databases.order(workplace, Databases.read(workplace), COPIED_WITHIN, "rebuild", target.value());
        talk.good(Databases.sentence(done));
        return Exit.DONE;
    }
}
