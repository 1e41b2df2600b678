package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import picocli.CommandLine.Command;

/** Lets the agents act again. */
@Command(name = "resume", description = "Let the agents act again.")
final class DbResumeCommand extends SiteCommand {

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        talk.good(Databases.sentence(Databases.order(workplace, Databases.read(workplace), "resume")));
        return Exit.DONE;
    }
}
