package dev.tandem.control.cli.change;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.OwnMachines;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.observe.SiteStatus.Verdict;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.state.DebianPackage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Brings a site up: its machines where they have to be made, then everything on them. */
@Command(name = "up", description = "Bring the site up: make its machines (in the lab) and everything on them.")
public final class UpCommand extends SiteCommand {
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        if (workplace.place().isReal()) {
            throw new CommandFailure(
                    Exit.USAGE, "The real machines are there already: 'tandem apply --on site' makes the site.");
        }
        workplace.requireFiles();
        workplace.place().raise(workplace.site(), workplace.vault(), packages(), talk::step);
        // Only now: before, there may have been no machines that could be looked at.
        OwnMachines.requireAll(workplace, List.of());
        workplace.desired();
        workplace.place().tellUsers(workplace.site(), workplace.vault());
        Plan plan = WholeApply.run(workplace, talk, List.of(), Applying.Consent.GIVEN);
        if (!new LastLook(workplace, talk).sees(Verdict.WELL, WELL_WITHIN)) {
            return Exit.FAILED;
        }
        talk.good(workplace.site().name() + " is up " + workplace.place().phrase()
                + (plan.isEmpty() ? ", as it was" : "") + ". " + Talk.seconds(talk.sinceBegin()));
        talk.line("Next: tandem status, tandem open");
        return Exit.DONE;
    }

    private static Set<String> packages() {
        return Rendering.allPackages().stream().map(DebianPackage::name).collect(Collectors.toSet());
    }
}
