package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.layout.Door;
import dev.tandem.control.layout.Knock;
import dev.tandem.control.layout.Reachability;
import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.Knocking;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.PortAnswer;
import dev.tandem.control.remote.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows from outside and from inside that the firewalls let through what the drawing has, and nothing else. */
@Command(
        name = "verify",
        description =
                "Try every port of every machine from everywhere and as every user, and compare with what should open.")
public final class VerifyCommand extends SiteCommand {
    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    /** Somebody who knocks. */
    private record Visitor(String name, List<Knock> knocks, Function<List<Knock>, Map<Door, PortAnswer>> knocking) {
        List<VerifyDocument.Difference> differences() {
            Map<Door, PortAnswer> answers = knocking.apply(knocks);
            List<VerifyDocument.Difference> differences = new ArrayList<>();
            for (Knock knock : knocks) {
                PortAnswer answer = answers.get(knock.door());
                if (answer != null && !isAsWanted(knock, answer)) {
                    differences.add(new VerifyDocument.Difference(
                            name,
                            knock.door().toString(),
                            knock.service(),
                            expected(knock, answer),
                            answer.name().toLowerCase(Locale.ROOT)));
                }
            }
            return differences;
        }

        private static boolean isAsWanted(Knock knock, PortAnswer answer) {
            return switch (knock.expected()) {
                case OPEN -> answer == PortAnswer.OPEN;
                case GATED -> answer != PortAnswer.SILENT;
                case SHUT -> answer != PortAnswer.OPEN;
                case SILENT -> answer == PortAnswer.SILENT;
            };
        }

        private static String expected(Knock knock, PortAnswer answer) {
            if (knock.opens()) {
                return "open";
            }
            return answer == PortAnswer.REFUSED ? "silent" : "shut";
        }
    }

    /** Where some knock, one after the other: each knock is a process, and a small machine has no room for more of them. */
    private record Origin(String name, List<Visitor> visitors) {
        List<VerifyDocument.Difference> differences() {
            return visitors.stream()
                    .flatMap(visitor -> visitor.differences().stream())
                    .toList();
        }
    }

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<Origin> origins = origins(workplace);
        List<VerifyDocument.Difference> differences =
                InParallel.map(origins, Origin::name, Origin::differences).values().stream()
                        .flatMap(List::stream)
                        .toList();
        List<Visitor> visitors =
                origins.stream().flatMap(origin -> origin.visitors().stream()).toList();
        int tried = visitors.stream().mapToInt(each -> each.knocks().size()).sum();
        if (json) {
            Json.print(new VerifyDocument(
                    1, workplace.site().name().value(), workplace.place().word(), tried, differences));
        } else {
            differences.forEach(Output::line);
        }
        if (differences.isEmpty()) {
            talk.good(tried + " ports tried from " + origins.size() + " places, by " + visitors.size()
                    + " users: what should open opens, the rest is shut.");
            return Exit.DONE;
        }
        talk.bad(differences.size() + " of " + tried
                + " ports are not as they should be. Next: tandem plan; tandem status");
        return Exit.FAILED;
    }

    private static List<Origin> origins(Workplace workplace) {
        Reachability reachability = new Reachability(workplace.layout());
        List<Origin> origins = new ArrayList<>();
        for (Machine machine : workplace.site().machines()) {
            String name = machine.name().value();
            Remote remote = workplace.fleet().machine(machine.name());
            List<Visitor> visitors = new ArrayList<>();
            visitors.add(new Visitor(name, reachability.from(machine), knocks -> Knocking.from(remote, knocks)));
            reachability
                    .inside(machine)
                    .forEach((user, knocks) -> visitors.add(
                            new Visitor(user + " on " + name, knocks, inside -> Knocking.from(remote, user, inside))));
            origins.add(new Origin(name, visitors));
        }
        origins.add(new Origin("outside", List.of(outsider(workplace, reachability))));
        return origins;
    }

    /** The lab's client, who is nobody special; on a real site this computer, which is an admin's. */
    private static Visitor outsider(Workplace workplace, Reachability reachability) {
        Optional<Remote> client = workplace.place().client(workplace.site(), workplace.vault());
        return client.map(remote -> new Visitor("client", reachability.byAnybody(), knocks -> {
                    try (remote) {
                        return Knocking.from(remote, knocks);
                    }
                }))
                .orElseGet(() -> new Visitor("this computer", reachability.byAnAdmin(), Knocking::fromHere));
    }
}
