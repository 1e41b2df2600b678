package dev.tandem.control.cli.start;

import dev.tandem.control.cli.change.ApplyCommand;
import dev.tandem.control.cli.change.DownCommand;
import dev.tandem.control.cli.change.MaintenanceCommand;
import dev.tandem.control.cli.change.PlanCommand;
import dev.tandem.control.cli.change.UpCommand;
import dev.tandem.control.cli.db.DbCommand;
import dev.tandem.control.cli.look.CheckCommand;
import dev.tandem.control.cli.look.LogsCommand;
import dev.tandem.control.cli.look.StatusCommand;
import dev.tandem.control.cli.look.TimelineCommand;
import dev.tandem.control.cli.look.VerifyCommand;
import dev.tandem.control.cli.secret.AuthorityCommand;
import dev.tandem.control.cli.secret.SecretCommand;
import dev.tandem.control.cli.secret.VaultCommand;
import dev.tandem.control.cli.shell.ExecCommand;
import dev.tandem.control.cli.shell.SshCommand;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The one list of all commands. */
public final class Commands {
    private Commands() {}

    /** Every command of a computer without a lab, in the order in which the help has them; each time new ones. */
    public static List<Object> all() {
        return List.of(
                new UpCommand(),
                new DownCommand(),
                new CheckCommand(),
                new PlanCommand(),
                new ApplyCommand(),
                new StatusCommand(),
                new VerifyCommand(),
                new LogsCommand(),
                new TimelineCommand(),
                new SshCommand(),
                new ExecCommand(),
                new DbCommand(),
                new MaintenanceCommand(),
                new SecretCommand(),
                new AuthorityCommand(),
                new VaultCommand(),
                new HelpCommand(),
                new VersionCommand(),
                new CompletionCommand(),
                new RehearseCommand());
    }

    /** The same, and these after them. */
    public static List<Object> and(List<? extends Callable<Integer>> more) {
        return Stream.concat(all().stream(), more.stream()).toList();
    }
}
