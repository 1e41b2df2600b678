package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What this agent did to its own machine's mysqld, as far as that may not be over.
 *
 * @param orderAdrift mysqld may still carry out an order that it did not answer in time
 * @param kill what is known of the SIGKILL that it was sent last
 * @param marked writing the taint down was tried: where that hangs or fails, it is no reason to leave everything else undone
 * @param notRevived when it last could not be started, or its data not be copied; null when it could
 */
public record OwnMysqld(
        boolean orderAdrift,
        Kill kill,
        boolean marked,
        @Nullable Tick notRevived) {
    /** What is known of the SIGKILL that mysqld was sent last. */
    public enum Kill {
        /** None was sent to the mysqld that runs. */
        NONE,
        /** It is under way, or mysqld was not looked at since. */
        BEGUN,
        /** It was sent, and the process is still there: it sleeps in the kernel, which ends it when what it waits for has come. */
        SURVIVED
    }

    static final OwnMysqld UNTOUCHED = new OwnMysqld(false, Kill.NONE, false, null);

    /** It did not answer an order in time. */
    public OwnMysqld adrift() {
        return new OwnMysqld(true, kill, marked, notRevived);
    }

    /** It is sent SIGKILL. One that it has survived stays survived until it was seen to be gone. */
    public OwnMysqld killed() {
        return kill == Kill.NONE ? with(Kill.BEGUN) : this;
    }

    /** It was sent SIGKILL and is still there. */
    public OwnMysqld survived() {
        return with(Kill.SURVIVED);
    }

    /** It was not sent SIGKILL after all. */
    public OwnMysqld spared() {
        return with(Kill.NONE);
    }

    private OwnMysqld with(Kill changed) {
        return new OwnMysqld(orderAdrift, changed, marked, notRevived);
    }

    /** Writing the taint down is tried. */
    public OwnMysqld mark() {
        return new OwnMysqld(orderAdrift, kill, true, notRevived);
    }

    /** It was looked at and does not run: it carries nothing out any more, and what comes next is another one. */
    public OwnMysqld gone() {
        return new OwnMysqld(false, Kill.NONE, false, notRevived);
    }

    /** It was looked at and runs, and no kill is under way. */
    public OwnMysqld alive() {
        return kill == Kill.NONE ? this : survived();
    }

    /** It could not be started, or its data not be copied. */
    public OwnMysqld notRevived(Tick now) {
        return new OwnMysqld(orderAdrift, kill, marked, now);
    }

    /** It could. */
    public OwnMysqld revived() {
        return new OwnMysqld(orderAdrift, kill, marked, null);
    }

    /** Whether it may be tried again to start it, or to copy its data. */
    public boolean mayBeRevived(Tick now) {
        return notRevived == null || now.isPast(notRevived, Timing.AGAIN);
    }
}
