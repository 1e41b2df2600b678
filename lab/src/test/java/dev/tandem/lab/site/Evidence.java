package dev.tandem.lab.site;

import java.time.Duration;
import java.time.Instant;

/**
 * What the machines wrote down around a failure that users saw, for whoever reads the test's report afterwards: the lab is gone by then, and a
 * failure that comes once in fifty runs comes again only on somebody else's computer.
 */
final class Evidence {
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** At most so many lines of each machine. */
    private static final int LINES = 120;

    /** Requests that went well are many and say nothing; so do logins of the test itself. */
    private static final String USUAL =
            " status=[23][0-9][0-9] .* end=--|sshd|Proxy [a-z]+ stopped|pam_unix|systemd-logind";

    private Evidence() {}

    /** The machines' journals from shortly before to shortly after. A machine that does not answer is told as such. */
    static String between(SiteUnderTest site, Instant from, Instant to) {
        StringBuilder all = new StringBuilder();
        for (String machine : SiteUnderTest.MACHINES) {
            all.append("\n--- ").append(machine).append('\n').append(journal(site, machine, from, to));
        }
        return all.append('\n').toString();
    }

    private static String journal(SiteUnderTest site, String machine, Instant from, Instant to) {
        try {
            return site.trying(
                    machine,
                    "journalctl --no-hostname --output=short-precise --since=\"@$1\" --until=\"@$2\" | grep -vE -- \"$3\" | head -n \"$4\"",
                    seconds(from.minus(MARGIN)),
                    seconds(to.plus(MARGIN)),
                    USUAL,
                    Integer.toString(LINES));
        } catch (RuntimeException unreachable) {
            return "cannot be asked: " + unreachable.getMessage();
        }
    }

    private static String seconds(Instant instant) {
        return Long.toString(instant.getEpochSecond());
    }
}
