package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.observe.SiteStatus.Verdict;
import dev.tandem.control.plan.Plan;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the site's machines what its file says. */
@Command(name = "apply", description = "Make the machines what the site's file says, one of a pair at a time.")
public final class ApplyCommand extends SiteCommand {
    private static final Duration SERVES_WITHIN = Duration.ofSeconds(30);

    @Mixin
    YesOption yes = new YesOption();

    @Option(names = "--json", description = "What was changed, as one JSON document on standard output.")
    boolean json;

    @Mixin
    TakeOverOption takeOver = new TakeOverOption();

    @Override
    protected List<String> takenOver() {
        return takeOver.machines();
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Plan plan = WholeApply.run(workplace, talk, takenOver(), pending -> ask(workplace, talk, pending));
        if (json) {
            Json.print(PlanDocument.of(workplace, plan));
        }
        if (plan.isEmpty()) {
            talk.good("Nothing to change. " + Talk.seconds(talk.sinceBegin()));
        } else {
            long changes = plan.work().mapToLong(work -> work.changes().size()).sum();
            talk.good("Applied " + changes + (changes == 1 ? " change" : " changes") + " in "
                    + Talk.seconds(talk.sinceBegin()) + ".");
            if (!new LastLook(workplace, talk).sees(Verdict.DEGRADED, SERVES_WITHIN)) {
                return Exit.FAILED;
            }
            talk.line("Next: tandem status");
        }
        return Exit.DONE;
    }

    private void ask(Workplace workplace, Talk talk, Plan plan) {
        if (!yes.isNeeded(workplace)) {
            return;
        }
        PlanText.lines(plan, false).forEach(talk::line);
        talk.line(PlanText.summary(plan));
        yes.ask(workplace, "Change the real site?");
    }
}
