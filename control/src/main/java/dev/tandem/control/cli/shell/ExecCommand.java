package dev.tandem.control.cli.shell;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a command on a machine, or on all machines with a role, and shows whose output is whose. */
@Command(name = "exec", description = "Run a command on a machine or on all machines with a role.")
public final class ExecCommand extends SiteCommand {
    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "A machine's name or a role: dns, balancer, web, app, database, witness.")
    @Nullable
    String target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The command, after '--'.")
    @Nullable
    List<String> command;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<Machine> machines = workplace.machines(String.valueOf(target));
        RemoteCommand words =
                RemoteCommand.of("run the command", command == null ? new String[0] : command.toArray(String[]::new));
        Map<MachineName, Integer> exits = InParallel.map(
                machines,
                Machine::name,
                machine -> workplace
                        .fleet()
                        .machine(machine.name())
                        .follow(words.withErrorsInOutput(), line -> print(machine, machines.size() > 1, line)));
        exits.forEach((machine, exit) -> {
            if (exit != 0) {
                talk.bad(machine + ": exit code " + exit);
            }
        });
        return exits.values().stream().allMatch(exit -> exit == 0) ? Exit.DONE : Exit.FAILED;
    }

    private static void print(Machine machine, boolean withName, String line) {
        Output.line(withName ? machine.name() + "  " + line : line);
    }
}
