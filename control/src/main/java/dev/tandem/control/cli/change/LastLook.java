package dev.tandem.control.cli.change;

import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.SiteStatus;
import dev.tandem.control.observe.SiteStatus.Verdict;
import dev.tandem.control.observe.StatusReading;
import dev.tandem.control.state.desired.DesiredMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a command does last before it says that all is well: every part may have been seen to work, and the whole not. */
final class LastLook {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Workplace workplace;
    private final Talk talk;

    LastLook(Workplace workplace, Talk talk) {
        this.workplace = workplace;
        this.talk = talk;
    }

    /**
     * Waits until users are served, and until everything is well when that is asked for: just after a change, balancers have to find their
     * servers and each other.
     *
     * @param wanted the worst verdict that is good enough
     * @return whether that was seen; else it was said what is wrong
     */
    boolean sees(Verdict wanted, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        List<DesiredMachine> desired = workplace.outline();
        SiteStatus status = look(desired);
        while (isWorse(status, wanted) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            status = look(desired);
        }
        if (!isWorse(status, wanted)) {
            return true;
        }
        talk.bad("But after " + within.toSeconds() + " s " + workplace.site().name() + " is not well: "
                + String.join("; ", status.troubles()) + ". Next: tandem status; tandem timeline");
        return false;
    }

    private static boolean isWorse(SiteStatus status, Verdict wanted) {
        return status.verdict().compareTo(wanted) > 0;
    }

    private SiteStatus look(List<DesiredMachine> desired) {
        return new StatusReading(workplace.fleet(), workplace.layout()).read(desired, Instant.now());
    }
}
