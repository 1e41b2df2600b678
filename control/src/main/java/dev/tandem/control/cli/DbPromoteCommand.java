package dev.tandem.control.cli;

import dev.tandem.control.observe.AgentReport;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.control.observe.DatabaseReading.Member;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a machine the primary though it may not have everything that was acknowledged. */
@Command(
        name = "promote",
        description = {
            "Make a machine the primary though writes may be lost that users were told are kept.",
            "For the day on which the primary and everything on it is gone and it had no partner. While the primary is there,",
            "'tandem db switchover' loses nothing."
        })
final class DbPromoteCommand extends SiteCommand {
    @Parameters(paramLabel = "MACHINE", description = "Which machine.")
    @Nullable
    String machine;

    @Option(names = "--accept-loss", required = true, description = "Say that you know what this can cost.")
    boolean acceptLoss;

    @Option(names = "--confirm", paramLabel = "SITE", description = "The site's name, instead of typing it when asked.")
    @Nullable
    String confirmation;

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        MachineName target = Databases.named(workplace, String.valueOf(machine));
        DatabaseReading reading = Databases.read(workplace);
        refuseBesideAPrimary(reading, target);
        talk.line(loss(reading, target));
        talk.line(reading.sentences());
        confirm(workplace);
        talk.good(Databases.sentence(Databases.order(workplace, reading, "promote", target.value())));
        if (!reading.primary().equals(Optional.of(target))) {
            talk.line("The old primary copies everything anew when it comes back. Next: tandem db status");
        }
        return Exit.DONE;
    }

    private static void refuseBesideAPrimary(DatabaseReading reading, MachineName target) {
        Optional<MachineName> open = reading.primary()
                .filter(primary -> !primary.equals(target))
                .filter(primary -> Optional.ofNullable(reading.members().get(primary))
                        .flatMap(Member::report)
                        .filter(AgentReport::open)
                        .isPresent());
        open.ifPresent(primary -> {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: " + primary + " is the primary and takes writes. Next: tandem db"
                            + " switchover --to " + target);
        });
    }

    /** What is known of what would be lost. */
    private static String loss(DatabaseReading reading, MachineName target) {
        String last = reading.state()
                .filter(state -> !state.namesPartner(target))
                .map(ClusterState::primary)
                .map(primary -> "everything that " + primary + " acknowledged while " + target + " was not its partner")
                .orElse("nothing, if " + target + " has lived on since it was the partner; else what it did not get");
        return "What may be lost: " + last + ".";
    }

    private void confirm(Workplace workplace) {
        String site = workplace.site().name().value();
        if (confirmation == null && !Terminal.isPresent()) {
            throw new CommandFailure(
                    Exit.USAGE, "Nobody is here to ask. Say --confirm " + site + " to promote; nothing was touched.");
        }
        String typed = confirmation == null
                ? Terminal.ask("Type the site's name to go on: ").orElse("")
                : confirmation;
        if (!typed.strip().equals(site)) {
            throw new CommandFailure(Exit.REFUSED, "Not done; nothing was touched.");
        }
    }
}
