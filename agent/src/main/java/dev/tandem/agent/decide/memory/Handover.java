package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;

/**
 * Whether this primary gives up being it, and how far that has come. A switchover goes through all of it, with its first two steps;
 * a primary whose mysqld does not run begins with {@link Offered}.
 */
public sealed interface Handover {
    /** It does not. */
    record None() implements Handover {}

    /** A switchover's first step: routers hold new connections back; transactions end. */
    record Paused(Tick since) implements Handover {}

    /** A switchover's second step: closed for writes; the partner catches up. */
    record Closed(Tick since) implements Handover {}

    /**
     * It says that it hands over: the partner may take over at once.
     *
     * @param switchover the routers hold work back meanwhile, so that every look counts
     */
    record Offered(Tick since, boolean switchover) implements Handover {}

    /** It says so no more, while its mysqld did not run. It starts again when etcd has confirmed a later heartbeat that says that it serves. */
    record TakenBack(Tick since) implements Handover {}

    /** It says that it hands over. */
    default Handover offered(Tick now) {
        return new Offered(now, isSwitchover());
    }

    /** A switchover has ended, or there is a new term: what was offered stays so. */
    default Handover withoutSwitchover() {
        return switch (this) {
            case None _, Paused _, Closed _ -> new None();
            case Offered offered -> new Offered(offered.since(), false);
            case TakenBack _ -> this;
        };
    }

    /** Whether the routers hold work back for it. */
    default boolean isSwitchover() {
        return switch (this) {
            case Paused _, Closed _ -> true;
            case Offered offered -> offered.switchover();
            case None _, TakenBack _ -> false;
        };
    }

    /** Whether it says that it hands over. */
    default boolean isOffered() {
        return this instanceof Offered;
    }

    /** Whether it was told since mysqld went down, and be it that it was taken back. */
    default boolean wasOffered() {
        return this instanceof Offered || this instanceof TakenBack;
    }
}
