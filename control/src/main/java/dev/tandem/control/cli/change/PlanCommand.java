package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Planning;
import dev.tandem.control.cli.secret.Unfinished;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.plan.Refusal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an apply would change. */
@Command(name = "plan", description = "Show what 'apply' would change, with reasons; touch nothing.")
public final class PlanCommand extends SiteCommand {
    @Option(names = "--exit-code", description = "Exit with 5 when changes are pending.")
    boolean exitCode;

    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Mixin
    TakeOverOption takeOver = new TakeOverOption();

    @Override
    protected List<String> takenOver() {
        return takeOver.machines();
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Plan plan = Planning.plan(workplace);
        if (json) {
            Json.print(PlanDocument.of(workplace, plan));
        } else {
            PlanText.lines(completed(plan, talk), true).forEach(Output::line);
        }
        talk.line(PlanText.summary(plan));
        if (!plan.refusals().isEmpty()) {
            return Exit.REFUSED;
        }
        boolean pending = Unfinished.tell(workplace, talk) || !plan.isEmpty();
        if (pending) {
            talk.line("Next: tandem apply");
        }
        return exitCode && pending ? Exit.PENDING : Exit.DONE;
    }

    /** Its refusals with their commands as they must be typed. What it has of files is shown as it is. */
    private static Plan completed(Plan plan, Talk talk) {
        return new Plan(
                plan.stages(),
                plan.refusals().stream()
                        .map(refusal -> new Refusal(refusal.machine(), talk.completed(refusal.sentence())))
                        .toList());
    }
}
