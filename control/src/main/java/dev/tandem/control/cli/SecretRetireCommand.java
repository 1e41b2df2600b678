package dev.tandem.control.cli;

import dev.tandem.control.layout.SecretName;
import dev.tandem.control.vault.KeptSecret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before changing the real site.")
    boolean yes;

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        SecretName secret = SecretArgument.of(workplace, String.valueOf(name));
        KeptSecret kept = workplace.vault().kept(secret);
        if (kept.phase() == KeptSecret.Phase.PREPARED) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    secret + " is being replaced; nothing was touched. Next: tandem secret rotate " + secret);
        }
        Question.ask(workplace, yes, "Take the value that " + secret + " had before back from the real site?");
        Applying.underLock(workplace, talk, applying -> {
            kept.forgetPrevious();
            return applying.apply(Applying.Consent.GIVEN);
        });
        talk.good("Only the present value of " + secret + " is good. " + Talk.seconds(talk.sinceBegin()));
        return Exit.DONE;
    }
}
