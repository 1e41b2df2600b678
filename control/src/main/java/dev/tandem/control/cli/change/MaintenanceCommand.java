package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.layout.Maintenance;
import dev.tandem.control.model.Machine;
import dev.tandem.control.operate.MaintenanceSwitch;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends users away for a while, and lets them in again. */
@Command(
        name = "maintenance",
        description = {
            "Answer users with 503 and a friendly page until it is switched off again.",
            "From admin-networks the site is there as always. It stays as it is over an apply, a reload and a reboot, and",
            "'tandem status' tells. It is done when every balancer was seen to answer so."
        })
public final class MaintenanceCommand extends SiteCommand {
    /** What may be said. */
    enum Word {
        ON,
        OFF
    }

    @Parameters(paramLabel = "on|off", description = "Whether the site is being worked on.")
    Word word = Word.OFF;

    @Option(
            names = "--retry-after",
            paramLabel = "DURATION",
            converter = RetryAfter.class,
            defaultValue = "5m",
            description =
                    "When clients may try again, 1s to 24h (default: 5m). For information: nothing ends by itself.")
    Duration retryAfter = Duration.ofMinutes(5);

    /** What came of it on one balancer: nothing more to say when it is well. */
    private record Outcome(Optional<String> trouble) {}

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<Machine> balancers = workplace.site().machinesWith(Role.BALANCER);
        Map<MachineName, Outcome> outcomes =
                InParallel.map(balancers, Machine::name, balancer -> outcome(workplace, balancer));
        String well = outcomes.entrySet().stream()
                .filter(entry -> entry.getValue().trouble().isEmpty())
                .map(entry -> entry.getKey().value())
                .collect(Collectors.joining(", "));
        if (outcomes.values().stream().allMatch(outcome -> outcome.trouble().isEmpty())) {
            talk.good(sentence(well));
            return Exit.DONE;
        }
        outcomes.forEach(
                (balancer, outcome) -> outcome.trouble().ifPresent(trouble -> talk.bad(balancer + ": " + trouble)));
        talk.line((well.isEmpty() ? "No balancer was seen to be as wanted." : "Seen to be as wanted: " + well + ".")
                + " Next: tandem status; when all balancers answer, the same command again");
        return Exit.FAILED;
    }

    private String sentence(String balancers) {
        return word == Word.ON
                ? "Maintenance is on: " + balancers + " answer users with 503 and Retry-After " + retryAfter.toSeconds()
                        + ". From admin-networks the site is there. Next: tandem maintenance off"
                : "Maintenance is off: " + balancers + " let users in.";
    }

    private Outcome outcome(Workplace workplace, Machine balancer) {
        MaintenanceSwitch maintenance = new MaintenanceSwitch(
                Maintenance.FILE,
                workplace.site().name().value(),
                balancer.address().toString(),
                workplace.site().balancer().health().path());
        try {
            if (word == Word.ON) {
                maintenance.on(workplace.fleet().machine(balancer.name()), retryAfter);
                return new Outcome(Optional.empty());
            }
            int status = maintenance.off(workplace.fleet().machine(balancer.name()));
            return new Outcome(
                    status < 500
                            ? Optional.empty()
                            : Optional.of("it lets users in, but the site itself answers them with " + status));
        } catch (RemoteException e) {
            return new Outcome(Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
