package dev.tandem.control.cli.shell;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A shell on a machine. */
@Command(name = "ssh", description = "Open a shell on a machine.")
public final class SshCommand extends SiteCommand {
    @Parameters(paramLabel = "MACHINE", description = "The machine's name.")
    @Nullable
    String machine;

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
        Sessions.run(workplace, machines.getFirst(), true, List.of());
        return Exit.DONE;
    }
}
