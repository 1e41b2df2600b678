package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import java.util.Optional;

/** The replacements of secrets and authorities that have begun and not come to their end. */
public final class Unfinished {
    private Unfinished() {}

    /** That secrets are being replaced, in a sentence; nothing when none are. Throws VaultException when the vault cannot tell. */
    public static Optional<String> rotation(Workplace workplace) {
        return InterruptedRotation.of(workplace.vault(), workplace.site()).map(InterruptedRotation::sentence);
    }

    /** Says what was interrupted. Returns whether an apply goes on with some of it. */
    public static boolean tell(Workplace workplace, Talk talk) {
        Optional<UnderWay> rotation = InterruptedRotation.of(workplace.vault(), workplace.site());
        rotation.map(InterruptedRotation::sentence).ifPresent(talk::line);
        boolean authority = AuthorityReplacement.isUnderWay(workplace);
        if (authority) {
            talk.line("The authority is being replaced; the next apply goes on with that.");
        }
        return authority || rotation.filter(InterruptedRotation::isForApply).isPresent();
    }

    /** Ends a replacement of secrets of which everything new is in use, and goes on with one of the authorities. Throws what an apply throws. */
    public static void goOn(Workplace workplace, Talk talk, Applying applying) {
        Rotation.of(workplace, talk, applying).endWhatIsInUse();
        if (AuthorityReplacement.isUnderWay(workplace)) {
            new AuthorityReplacement(workplace, talk, applying).goOn(AuthorityReplacement.Telling.LATER);
        }
    }
}
