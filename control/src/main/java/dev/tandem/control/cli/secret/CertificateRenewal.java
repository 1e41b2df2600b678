package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;

/** Replaces every certificate of the site with its key, as if all had come near their end at once. */
public final class CertificateRenewal {
    private CertificateRenewal() {}

    /**
     * Renews and brings them to the machines, under the site's lock. Throws CommandFailure when something else would change, and
     * whatever an apply throws.
     */
    public static void run(Workplace workplace, Talk talk) {
        Applying.underLock(workplace, talk, applying -> {
            applying.requireNothingPending();
            SecretArgument.certificates(workplace).forEach(workplace.vault()::forget);
            return applying.apply(Applying.Consent.GIVEN);
        });
    }
}
