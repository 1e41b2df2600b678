package dev.tandem.control.cli.db;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Terminal;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.control.observe.DatabaseReading.Member;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.Optional;
import java.util.stream.Stream;
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
            "'tandem db switchover' loses nothing.",
            "A primary that cannot be asked may be taking writes where users reach it: switch that machine off first."
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

    @Option(
            names = "--switched-off",
            paramLabel = "MACHINE",
            description = {
                "Say that the primary that cannot be asked is switched off,",
                "instead of typing its name when asked."
            })
    @Nullable
    String switchedOff;

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        MachineName target = Databases.named(workplace, String.valueOf(machine));
        Optional<MachineName> off = Optional.ofNullable(switchedOff).map(word -> Databases.named(workplace, word));
        if (off.equals(Optional.of(target))) {
            throw new CommandFailure(
                    Exit.USAGE, "'" + target + "' is to be promoted, so it cannot be what is switched off.");
        }
        DatabaseReading reading = Databases.read(workplace);
        refuseBesideAPrimary(reading, target);
        off.ifPresent(named -> refuseWhenItAnswers(reading, named));
        talk.line(loss(reading, target));
        talk.line(reading.sentences());
        Optional<MachineName> silent = reading.primary()
                .filter(primary -> !primary.equals(target))
                .filter(primary -> reading.isSilent(primary));
        silent.ifPresent(primary -> {
            talk.line(danger(primary));
            confirmOff(off, primary);
        });
        confirm(workplace);
        talk.good(Databases.sentence(
                Databases.order(workplace, reading, "promote", words(target, silent.isPresent() ? silent : off))));
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
                        .filter(AgentReport::mayTakeWrites)
                        .isPresent());
        open.ifPresent(primary -> {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: " + primary + " is the primary and takes writes. Next: tandem db"
                            + " switchover --to " + target);
        });
    }

    private static String[] words(MachineName target, Optional<MachineName> off) {
        return Stream.concat(Stream.of(target), off.stream())
                .map(MachineName::value)
                .toArray(String[]::new);
    }

    /** An agent that speaks is no machine that is switched off. */
    private static void refuseWhenItAnswers(DatabaseReading reading, MachineName off) {
        if (!reading.isSilent(off)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: " + off + " is not switched off, its agent answers. Next: tandem db"
                            + " status");
        }
    }

    /** What a primary does that nobody can ask. */
    private static String danger(MachineName primary) {
        return primary
                + " is the primary and cannot be asked. It may be taking writes all the same: without a partner it needs"
                + " neither etcd nor other machines, and users may reach it where you do not. What it takes from now on is thrown"
                + " away when it comes back. Switch it off first, at its provider or by its plug; where you reach a console of it:"
                + " systemctl disable --now tandem-agent, then systemctl kill --signal=KILL mariadb.";
    }

    private static void confirmOff(Optional<MachineName> off, MachineName primary) {
        if (off.isEmpty() && !Terminal.isPresent()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "Nobody is here to ask. Say --switched-off " + primary + " when it is; nothing was touched.");
        }
        String typed = off.map(MachineName::value)
                .or(() -> Terminal.ask("Type the name of the machine that is switched off: "))
                .orElse("");
        if (!typed.strip().equals(primary.value())) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Not done; nothing was touched: the primary that cannot be asked is " + primary + ".");
        }
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
