package dev.tandem.control.cli.shell;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Terminal;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A shell or a command on a machine, by this computer's own ssh; it ends as that ended. */
@Command(
        name = "ssh",
        description = {
            "Open a shell on a machine, or run a command there, with this terminal and these streams.",
            "Ends with the exit code of what ran there, or with 1 when there is no connection."
        })
public final class SshCommand extends SiteCommand {
    @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
    @Nullable
    String machine;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "A command, after '--'.")
    List<String> command = List.of();

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<Machine> machines = workplace.machines(String.valueOf(machine));
        if (machines.size() > 1) {
            throw new CommandFailure(Exit.USAGE, "'" + machine + "' is several machines; name one");
        }
        // Where output goes into a file or a program, a terminal on the machine would change it.
        boolean terminal = command.isEmpty() || Terminal.isPresent();
        return new Exit(Sessions.run(workplace, machines.getFirst(), terminal, command));
    }
}
