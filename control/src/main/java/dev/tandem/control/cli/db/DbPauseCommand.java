package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the agents only look: nobody takes over until they are resumed. */
@Command(
        name = "pause",
        description = "Let the agents only look: nobody takes over and nothing is repaired until 'tandem db resume'.")
final class DbPauseCommand extends SiteCommand {
    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        yes.ask(workplace, "Let nobody take over the real site's database until it is resumed?");
        talk.good(Databases.sentence(Databases.order(workplace, Databases.read(workplace), "pause")));
        return Exit.DONE;
    }
}
