package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.vault.KeptSecret;
import dev.tandem.protocol.MachineName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which secrets a site has, how old each is and where it lies. Asks no machine, prints no value and makes none. */
@Command(
        name = "list",
        description = {
            "Say which secrets there are: since when, on which machines, what for; never a value.",
            "Machines that only hold a hash of it, such as the databases, are not named."
        })
final class SecretListCommand extends SiteCommand {
    /** In the place of a day. */
    private static final String NOT_YET = "-";

    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Map<SecretName, List<MachineName>> holders = SecretArgument.holders(workplace);
        List<SecretDocument.Entry> entries = new ArrayList<>();
        holders.forEach((name, machines) -> entries.add(entry(workplace, name, machines)));
        SecretArgument.certificates(workplace).forEach(name -> entries.add(entry(workplace, name)));
        if (json) {
            Json.print(new SecretDocument(
                    1, workplace.site().name().value(), workplace.place().word(), entries));
        } else {
            entries.stream().map(SecretListCommand::line).forEach(Output::line);
        }
        return Exit.DONE;
    }

    private static SecretDocument.Entry entry(Workplace workplace, SecretName name, List<MachineName> machines) {
        KeptSecret kept = workplace.vault().kept(name);
        return new SecretDocument.Entry(
                name.value(),
                name.purpose(),
                kept.since().map(SecretListCommand::day).orElse(NOT_YET),
                kept.phase().name().toLowerCase(Locale.ROOT),
                machines.stream().map(MachineName::value).toList());
    }

    private static SecretDocument.Entry entry(Workplace workplace, CertificateName name) {
        return new SecretDocument.Entry(
                SecretArgument.CERTIFICATE + name,
                "key and certificate by which " + name.machine() + " is known as "
                        + name.use().word(),
                workplace.vault().since(name).map(SecretListCommand::day).orElse(NOT_YET),
                "steady",
                List.of(name.machine().value()));
    }

    private static String day(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String line(SecretDocument.Entry entry) {
        String state = switch (entry.phase()) {
            case "prepared" -> "; being replaced: the new value is accepted and not in use yet";
            case "switched" -> "; the value before it is still accepted";
            default -> "";
        };
        return String.format(
                Locale.ROOT,
                "%-30s since %s  %-18s %s%s",
                entry.name(),
                entry.since(),
                entry.machines().isEmpty() ? "-" : String.join(" ", entry.machines()),
                entry.purpose(),
                state);
    }
}
