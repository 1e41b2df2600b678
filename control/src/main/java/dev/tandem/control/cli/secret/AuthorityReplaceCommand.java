package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.cli.applying.Applying;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replaces who signs, and with that every certificate. */
@Command(
        name = "replace",
        description = {
            "Replace the site's authorities and every certificate that they signed, without a failed request.",
            "First both authorities are accepted everywhere, then all use certificates of the new one, and only then those of",
            "the old one are worthless. When it was interrupted anywhere, this or 'tandem apply' goes on from there."
        })
final class AuthorityReplaceCommand extends SiteCommand {
    @Mixin
    YesOption yes = new YesOption();

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        yes.ask(workplace, "Replace the authorities and every certificate on the real site?");
        Applying.underLock(workplace, talk, applying -> {
            AuthorityReplacement replacement = new AuthorityReplacement(workplace, talk, applying);
            replacement.begin();
            return replacement.goOn(() -> tell(workplace));
        });
        talk.good("The authorities and every certificate are new. " + Talk.seconds(talk.sinceBegin()));
        if (workplace.site().tls().acme().isEmpty()) {
            talk.line("Browsers need to trust the new authority alone from now on: "
                    + workplace.vault().authorityCertificate());
        }
        return Exit.DONE;
    }

    private void tell(Workplace workplace) {
        yes.ask(
                workplace,
                "Browsers that trust the old authority alone would refuse the site from here on. "
                        + workplace.vault().authorityCertificate()
                        + " holds both. Have they been told? (Without, nothing breaks: this command goes on later.)");
    }
}
