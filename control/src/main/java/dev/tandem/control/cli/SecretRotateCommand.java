package dev.tandem.control.cli;

import dev.tandem.control.layout.CertificateName;
import dev.tandem.control.layout.SecretName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces a secret while the site serves. */
@Command(
        name = "rotate",
        description = {
            "Replace a secret by a new random one, without a failed request.",
            "First both values are accepted everywhere, then the new one is in use everywhere, and only then the old one is",
            "worthless. When it was interrupted anywhere, the same command goes on from there."
        })
final class SecretRotateCommand extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "As 'tandem secret list' prints it; of a variable its name will do.")
    @Nullable
    String name;

    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Optional<CertificateName> certificate = SecretArgument.certificate(workplace, String.valueOf(name));
        if (certificate.isPresent()) {
            return rotate(workplace, talk, certificate.get());
        }
        SecretName secret = SecretArgument.of(workplace, String.valueOf(name));
        yes.ask(workplace, "Replace " + secret + " (" + secret.purpose() + ") on the real site?");
        Applying.underLock(workplace, talk, applying -> new Rotation(workplace, talk, applying, secret).run());
        talk.good(secret + " is new everywhere. " + Talk.seconds(talk.sinceBegin()));
        if (secret.isOfApplication()) {
            talk.line(
                    "What was signed with the value before is still good. Next, when nobody needs that any more, or at"
                            + " once when it leaked: tandem secret retire " + secret);
        }
        return Exit.DONE;
    }

    /** Who checks a certificate asks who signed it, and not whether it is the one from before: there is one step. */
    private Exit rotate(Workplace workplace, Talk talk, CertificateName certificate) {
        yes.ask(workplace, "Replace the certificate and the key of " + certificate + " on the real site?");
        Applying.underLock(workplace, talk, applying -> {
            applying.requireNothingPending();
            workplace.vault().forget(certificate);
            return applying.apply(Applying.Consent.GIVEN);
        });
        talk.good("The certificate and the key of " + certificate + " are new. " + Talk.seconds(talk.sinceBegin()));
        return Exit.DONE;
    }
}
