package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.cli.secret.Unfinished;
import dev.tandem.control.plan.Plan;
import java.util.List;

/** Makes a site what its file says, and goes on with what was interrupted. */
final class WholeApply {
    private WholeApply() {}

    /**
     * Plans and applies. A replacement of the authorities that was interrupted goes on, and one of secrets of which everything new is in
     * use ends.
     *
     * @param takenOver machines that may be another site's
     * @return everything that was carried out; empty when there was nothing to do
     */
    static Plan run(Workplace workplace, Talk talk, List<String> takenOver, Applying.Consent consent) {
        return Applying.underLock(workplace, talk, takenOver, applying -> {
            applying.apply(consent);
            Unfinished.goOn(workplace, talk, applying);
            return applying.carriedOut();
        });
    }
}
