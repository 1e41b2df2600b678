package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.vault.KeptSecret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends the time in which a secret of the application's is accepted besides the one that replaced it. */
@Command(
        name = "retire",
        description = {
            "Take back the value that a secret of the application's had before its last rotation.",
            "What was signed with it, such as the sessions of users who have not come back since, is worthless from then on."
        })
final class SecretRetireCommand extends SiteCommand {
    @Parameters(paramLabel = "NAME", description = "As 'tandem secret list' prints it; of a variable its name will do.")
    @Nullable
    String name;

    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        SecretName secret = SecretArgument.of(workplace, String.valueOf(name));
        KeptSecret kept = workplace.vault().kept(secret);
        switch (kept.phase()) {
            case STEADY -> {
                talk.good(secret + " has no value but the present one; nothing was touched.");
                return Exit.DONE;
            }
            case PREPARED -> throw beingReplaced(secret);
            case SWITCHED -> {
                if (!secret.isOfApplication()) {
                    throw beingReplaced(secret);
                }
            }
        }
        yes.ask(workplace, "Take the value that " + secret + " had before back from the real site?");
        Applying.underLock(workplace, talk, applying -> retire(applying, kept));
        talk.good("Only the present value of " + secret + " is good. " + Talk.seconds(talk.sinceBegin()));
        return Exit.DONE;
    }

    private static Plan retire(Applying applying, KeptSecret kept) {
        if (!applying.plan().isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: the site is not as site.yaml says, so some server may still use what"
                            + " would be worthless. Next: tandem plan; tandem apply; then this again");
        }
        kept.forgetPrevious();
        return applying.apply(Applying.Consent.GIVEN);
    }

    private static CommandFailure beingReplaced(SecretName secret) {
        return new CommandFailure(
                Exit.REFUSED,
                "Refused; nothing was touched: " + secret + " is being replaced. Next: tandem secret rotate " + secret
                        + ", which leaves one value");
    }
}
