package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces secrets while the site serves. */
@Command(
        name = "rotate",
        description = {
            "Replace a secret, or all of them, by new random ones, without a failed request.",
            "First both values are accepted everywhere, then the new one is in use everywhere, and only then the old one is",
            "worthless. When it was interrupted anywhere, the same command goes on from there."
        })
final class SecretRotateCommand extends SiteCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "As 'tandem secret list' prints it; of a variable its name will do.")
    @Nullable
    String name;

    @Option(
            names = "--all",
            description = "Every secret and every certificate of the site, in the same three steps together.")
    boolean all;

    @Option(
            names = "--machine",
            paramLabel = "MACHINE",
            description =
                    "With --all: all keys and certificates of this machine, and the secrets that lie on no other.")
    @Nullable
    String machine;

    @Mixin
    YesOption yes = new YesOption();

    /** What is to be replaced, and as it reads in a question. */
    private record Wanted(List<SecretName> secrets, List<CertificateName> certificates, String words) {}

    @Override
    protected void requireSense() {
        if (all == (name != null) || (machine != null && !all)) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "Say which secret, or --all, or --all --machine MACHINE. Next: tandem secret list; tandem secret rotate"
                            + " --help");
        }
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Wanted wanted = all ? several(workplace) : one(workplace, String.valueOf(name));
        yes.ask(workplace, "Replace " + wanted.words() + " on the real site?");
        UnderWay done = Applying.underLock(
                workplace,
                talk,
                applying -> Rotation.of(workplace, talk, applying).run(wanted.secrets(), wanted.certificates()));
        talk.good("New everywhere: " + InterruptedRotation.words(done) + ". " + Talk.seconds(talk.sinceBegin()));
        done.secrets().stream()
                .filter(SecretName::isOfApplication)
                .forEach(secret -> talk.line("What was signed with the value of " + secret
                        + " before is still good. Next, when nobody needs that any more, or at once when it leaked: tandem"
                        + " secret retire " + secret));
        return Exit.DONE;
    }

    private static Wanted one(Workplace workplace, String name) {
        Optional<CertificateName> certificate = SecretArgument.certificate(workplace, name);
        if (certificate.isPresent()) {
            return new Wanted(
                    List.of(), List.of(certificate.get()), "the certificate and the key of " + certificate.get());
        }
        SecretName secret = SecretArgument.of(workplace, name);
        return new Wanted(List.of(secret), List.of(), secret + " (" + secret.purpose() + ")");
    }

    private Wanted several(Workplace workplace) {
        if (machine == null) {
            return new Wanted(
                    SecretArgument.names(workplace),
                    SecretArgument.certificates(workplace),
                    "every secret and every certificate");
        }
        MachineName one = machineNamed(workplace, machine);
        return new Wanted(
                heldByAlone(workplace, one),
                SecretArgument.certificates(workplace).stream()
                        .filter(certificate -> certificate.machine().equals(one))
                        .toList(),
                "every certificate of " + one + " and the secrets that lie on no other machine");
    }

    private static MachineName machineNamed(Workplace workplace, String word) {
        return workplace.machineNames().stream()
                .filter(each -> each.value().equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "'" + word + "' is no machine of this site; there are "
                                + workplace.machineNames().stream()
                                        .map(MachineName::value)
                                        .collect(Collectors.joining(", "))));
    }

    private static List<SecretName> heldByAlone(Workplace workplace, MachineName machine) {
        Map<SecretName, List<MachineName>> holders = SecretArgument.holders(workplace);
        return SecretArgument.names(workplace).stream()
                .filter(secret -> List.of(machine).equals(holders.get(secret)))
                .toList();
    }
}
