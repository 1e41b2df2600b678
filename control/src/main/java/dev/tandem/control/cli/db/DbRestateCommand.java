package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import picocli.CommandLine.Command;

/** Puts right what etcd holds, where the agents do not believe it. */
@Command(
        name = "restate",
        description = {
            "Write into etcd again what the database agents act on, where they do not believe what it holds.",
            "They say so in 'tandem db status'. Find out first who wrote there: only agents and you have a key for it."
        })
final class DbRestateCommand extends SiteCommand {

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        talk.good(Databases.sentence(Databases.order(workplace, Databases.read(workplace), "restate")));
        return Exit.DONE;
    }
}
