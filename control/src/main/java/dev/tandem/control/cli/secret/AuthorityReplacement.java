package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.credentials.Authority;
import dev.tandem.control.plan.Plan;
import dev.tandem.control.vault.KeptAuthority;
import dev.tandem.control.vault.Phase;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Replaces the site's authorities, in steps of which each leaves a site that works: certificates of the next ones are accepted everywhere
 * beside the present ones; certificates of the new ones are in use; those of the old ones open nothing. What step comes next is in the
 * vault, so that the next apply goes on.
 */
final class AuthorityReplacement {
    private final Workplace workplace;
    private final Talk talk;
    private final Applying applying;
    private final List<KeptAuthority> authorities;

    AuthorityReplacement(Workplace workplace, Talk talk, Applying applying) {
        this.workplace = workplace;
        this.talk = talk;
        this.applying = applying;
        authorities = authorities(workplace);
    }

    private static List<KeptAuthority> authorities(Workplace workplace) {
        return Arrays.stream(Authority.values()).map(workplace.vault()::kept).toList();
    }

    static boolean isUnderWay(Workplace workplace) {
        return isUnderWay(authorities(workplace));
    }

    private static boolean isUnderWay(List<KeptAuthority> authorities) {
        return authorities.stream().anyMatch(kept -> kept.phase() != Phase.STEADY);
    }

    /** Begins, unless it has begun. Throws CommandFailure when something else would change on the way. */
    void begin() {
        if (isUnderWay(authorities)) {
            talk.line("An interrupted replacement of the authority goes on.");
        } else {
            applying.requireNothingPending();
        }
        authorities.stream().filter(kept -> kept.phase() == Phase.STEADY).forEach(kept -> kept.prepare(Instant.now()));
    }

    /** Asked when users' browsers must be told, before they meet the new authority; returns when they were, else throws CommandFailure. */
    interface Telling {
        /** Nobody can be asked: they are told by whoever reads what is said at the end. */
        Telling LATER = () -> {};

        void require();
    }

    /**
     * Carries a replacement that has begun to its end. Returns the plan of its last step. Throws what an apply throws.
     *
     * @param telling only asked where the site's own authority signs for users
     */
    Plan goOn(Telling telling) {
        step("1", "certificates of the new authority are accepted beside those of the old one");
        workplace.place().tellUsers(workplace.site(), workplace.vault());
        if (workplace.site().tls().acme().isEmpty()) {
            telling.require();
        }
        authorities.stream().filter(kept -> kept.phase() == Phase.PREPARED).forEach(KeptAuthority::switchOver);
        step("2", "certificates of the new authority are in use");
        authorities.forEach(KeptAuthority::forgetPrevious);
        Plan last = step("3", "certificates of the old authority open nothing");
        workplace.place().tellUsers(workplace.site(), workplace.vault());
        return last;
    }

    private Plan step(String number, String what) {
        talk.line("Step " + number + ": " + what + ".");
        return applying.apply(Applying.Consent.GIVEN);
    }
}
