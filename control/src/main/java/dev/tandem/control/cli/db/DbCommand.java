package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Terminal;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.shell.Sessions;
import dev.tandem.control.model.Machine;
import dev.tandem.control.operate.SqlClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A SQL prompt on the primary; its words are what else there is to do about the databases. */
@Command(
        name = "db",
        description = "Open a SQL prompt on the primary; or, with a word after it, see to the databases.",
        subcommands = {
            DbStatusCommand.class,
            DbHistoryCommand.class,
            DbSwitchoverCommand.class,
            DbRebuildCommand.class,
            DbPauseCommand.class,
            DbResumeCommand.class,
            DbPromoteCommand.class,
            DbRestateCommand.class
        })
public final class DbCommand extends SiteCommand {
    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Run these statements instead of opening a prompt.")
    @Nullable
    String statements;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Machine primary = workplace.layout().machine(Databases.serving(workplace));
        String schema = workplace.site().database().schema();
        List<String> command = (statements == null
                        ? SqlClient.of("open a prompt", schema)
                        : SqlClient.of("run the statements", schema, "--table", "--execute", statements))
                .words();
        boolean terminal = statements == null && Terminal.isPresent();
        int exit = Sessions.run(workplace, primary, terminal, command);
        return exit == 0 ? Exit.DONE : Exit.FAILED;
    }
}
