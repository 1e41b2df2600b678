package dev.tandem.control.cli.start;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.OwnMachines;
import dev.tandem.control.cli.Tandem;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.change.PlanText;
import dev.tandem.control.observe.Observation;
import dev.tandem.control.observe.StatusReading;
import dev.tandem.control.plan.Planner;
import dev.tandem.control.release.ReleaseException;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.desired.DesiredMachine;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Goes through what most commands do, with machines where there are some, so that the JVM can write its AOT cache of it. The launcher calls it
 * after a build and after the first {@code up}.
 */
@Command(name = "rehearse", hidden = true, description = "Load what most commands need; for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    Tandem tandem;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (tandem == null || spec == null) {
            throw new IllegalStateException("picocli fills these in");
        }
        System.out.print(spec.root().commandLine().getUsageMessage());
        try (Workplace workplace = tandem.open()) {
            // No secret is made for a rehearsal: the vault may be the empty one in the place of one that was lost, or
            // half of one.
            List<DesiredMachine> desired =
                    OwnMachines.lacking(workplace).isEmpty() ? workplace.desired() : workplace.outline();
            Output.line(PlanText.summary(Planner.plan(desired, new Observation(workplace.fleet()).observe(desired))));
            Output.line(new StatusReading(workplace.fleet(), workplace.layout()).read(desired, Instant.now()));
        } catch (CommandFailure | ReleaseException | RemoteException e) {
            // Without machines, as before the first 'up', it is a shorter rehearsal.
            Output.line(e.getMessage());
        }
        return Exit.DONE.code();
    }
}
