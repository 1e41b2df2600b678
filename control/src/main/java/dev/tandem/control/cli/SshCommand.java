package dev.tandem.control.cli;

import dev.tandem.control.model.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A shell on a machine. */
@Command(name = "ssh", description = "Open a shell on a machine.")
final class SshCommand extends SiteCommand {
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
