package dev.tandem.control.cli.applying;

import dev.tandem.control.apply.Apply;
import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Interruption;
import dev.tandem.control.cli.OwnMachines;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.operate.SiteLock;
import dev.tandem.control.plan.Plan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a site what its file says, under its lock. The plan is made under the lock, so that nobody changes the site between the two.
 */
public final class Applying {
    private final Workplace workplace;
    private final Talk talk;
    private final SiteLock lock;
    private Plan carriedOut = Plan.NOTHING;

    private Applying(Workplace workplace, Talk talk, SiteLock lock) {
        this.workplace = workplace;
        this.talk = talk;
        this.lock = lock;
    }

    /** Does something that plans and applies, perhaps more than once, while nobody else changes the site. */
    public static <T> T underLock(Workplace workplace, Talk talk, Function<Applying, T> work) {
        return underLock(workplace, talk, List.of(), work);
    }

    /**
     * The same.
     *
     * @param takenOver machines that may be another site's
     */
    public static <T> T underLock(Workplace workplace, Talk talk, List<String> takenOver, Function<Applying, T> work) {
        try (SiteLock lock = SiteLock.take(workplace.fleet(), workplace.machineNames(), owner());
                Interruption _ = Interruption.watch(() -> {
                    talk.bad("Interrupted. What was done stays; the same command goes on from there.");
                    lock.release();
                })) {
            // The look before may have reached nobody; whoever has taken the lock has been answered by all.
            OwnMachines.requireAll(workplace, takenOver);
            return work.apply(new Applying(workplace, talk, lock));
        }
    }

    /** What would change now. Throws CommandFailure when a safety rule refuses that. */
    public Plan plan() {
        Plan plan = Planning.plan(workplace);
        Planning.requireAllowed(plan);
        return plan;
    }

    /**
     * Throws CommandFailure when something would change: it would be carried out on the way, by somebody who asked for
     * something else.
     */
    public void requireNothingPending() {
        if (!plan().isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: the site is not as site.yaml says, and this would change that, too."
                            + " Next: tandem plan; tandem apply; then this again");
        }
    }

    /** Returns the plan that was carried out; empty when there was nothing to do. */
    public Plan apply(Consent consent) {
        Plan plan = plan();
        if (!plan.isEmpty()) {
            consent.ask(plan);
            new Apply(workplace.fleet(), lock, new ApplyTalk(talk)).run(plan);
            carriedOut = carriedOut.then(plan);
        }
        return plan;
    }

    /** Everything that was carried out until now; empty when there was nothing to do. */
    public Plan carriedOut() {
        return carriedOut;
    }

    /** Says yes to a plan by returning, or throws CommandFailure. */
    public interface Consent {
        Consent GIVEN = _ -> {};

        void ask(Plan plan);
    }

    /** Who works here, as others read it who find the site locked. */
    public static String owner() {
        return System.getProperty("user.name") + "@" + hostName() + " (process "
                + ProcessHandle.current().pid() + ")";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a computer without a name";
        }
    }
}
