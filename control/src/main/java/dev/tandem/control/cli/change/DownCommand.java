package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import picocli.CommandLine.Command;

/** Takes the lab's machines away. */
@Command(name = "down", description = "Take the lab's machines away, with everything on them.")
public final class DownCommand extends SiteCommand {
    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        workplace.place().raze(workplace.site(), workplace.vault(), talk::step);
        talk.good("Nothing of it is left. " + Talk.seconds(talk.sinceBegin()));
        return Exit.DONE;
    }
}
