package dev.tandem.control.cli;

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
