package dev.tandem.control.cli.secret;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.model.Site;
import dev.tandem.control.vault.KeptRotation.Step;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import dev.tandem.control.vault.Vault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The replacement of secrets that a vault says is under way, as its site sees it: what it is, and how it goes on. */
final class InterruptedRotation {
    private InterruptedRotation() {}

    /**
     * What is being replaced of what the site has; none when nothing is. What was taken out of the site's file meanwhile is no part of it: nobody
     * could name it, and nothing uses it.
     *
     * @throws dev.tandem.control.vault.VaultException when the vault cannot be read, with what to do
     */
    static Optional<UnderWay> of(Vault vault, Site site) {
        return vault.rotation().underWay().map(kept -> ofSite(kept, site)).filter(left -> !left.isEmpty());
    }

    private static UnderWay ofSite(UnderWay kept, Site site) {
        List<CertificateName> certificates = CertificateRequest.neededBy(site).stream()
                .map(CertificateRequest::name)
                .toList();
        return kept.onlyOf(SecretName.neededBy(site), certificates);
    }

    /** Whether the next apply ends it: everything new is in use, and only what was before is still accepted. */
    static boolean isForApply(UnderWay underWay) {
        return underWay.step() == Step.END;
    }

    /** As plan and status tell it, who cannot know whether it was interrupted. */
    static String sentence(UnderWay underWay) {
        return "A replacement of " + words(underWay) + " is under way; unless somebody is at it, "
                + (isForApply(underWay) ? "the next apply ends it" : command(underWay) + " goes on with it") + ".";
    }

    /** The command that goes on with it. One thing is enough to name it, and there is one. */
    static String command(UnderWay underWay) {
        return "tandem secret rotate " + names(underWay).findFirst().orElse("--all");
    }

    /** For instance {@code database-application}, or {@code 6 secrets and 23 certificates}. */
    static String words(UnderWay what) {
        List<String> names = names(what).toList();
        if (names.size() == 1) {
            return names.getFirst();
        }
        return String.join(
                " and ",
                Stream.of(
                                counted(what.secrets().size(), "secret"),
                                counted(what.certificates().size(), "certificate"))
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    /** What is replaced, as somebody types it. */
    private static Stream<String> names(UnderWay what) {
        return Stream.concat(
                what.secrets().stream().map(SecretName::value),
                what.certificates().stream().map(name -> SecretArgument.CERTIFICATE + name));
    }

    private static String counted(int count, String what) {
        return count == 0 ? "" : count + " " + what + (count == 1 ? "" : "s");
    }
}
