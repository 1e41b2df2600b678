package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.Close;
import dev.tandem.agent.decide.decision.Decision.GiveUpSwitchover;
import dev.tandem.agent.decide.decision.Decision.HandOver;
import dev.tandem.agent.decide.decision.Decision.PauseRouters;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.TakeBack;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.Past;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * A switchover is a hand-over with a polite beginning: routers pause, transactions end, the primary closes, the partner
 * applies the rest; then the primary offers the site and the partner takes over as it always does. Until it has done so
 * everything can be taken back, and is when a step takes too long.
 */
final class SwitchoverDecisions {
    private SwitchoverDecisions() {}

    /** The first step, when an operator asked for it and it can succeed. */
    static @Nullable Decision begin(ClusterView view, Partner partner, Past past, Running mysqld, Tick now) {
        Request request = view.request();
        boolean wanted =
                request != null && !past.isDone(request) && request.asks(Request.Kind.SWITCHOVER, partner.machine());
        return wanted && !mysqld.waitsLong() ? new PauseRouters(partner.machine()) : null;
    }

    /** The steps between the first and the partner's takeover; null when none is under way. */
    static @Nullable Decision next(ClusterView view, ClusterState state, Handover handover, Running mysqld, Tick now) {
        return switch (handover) {
            case Handover.None _, Handover.TakenBack _ -> null;
            case Handover.Paused paused -> state.partner() == null ? nobodyIsThere() : paused(paused, mysqld, now);
            case Handover.Closed closed ->
                state.partner() == null ? nobodyIsThere() : closed(view, state.partner(), closed, mysqld, now);
            case Handover.Offered offered -> offered(state, offered, now);
        };
    }

    private static Decision nobodyIsThere() {
        return new GiveUpSwitchover("the partner is gone");
    }

    private static Decision paused(Handover.Paused paused, Running mysqld, Tick now) {
        if (mysqld.serving().transactions() == 0 && !mysqld.waitsLong()) {
            return new Close();
        }
        return now.isPast(paused.since(), Timing.SWITCHOVER_STEP)
                ? new GiveUpSwitchover(
                        "a transaction did not end; SELECT * FROM information_schema.INNODB_TRX shows it there")
                : new Stay("waits for transactions to end.");
    }

    private static Decision closed(
            ClusterView view, Partner partner, Handover.Closed closed, Running mysqld, Tick now) {
        MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
        boolean has = report != null
                && partner.incarnation().equals(report.incarnation())
                && report.binlog().covers(mysqld.binlog());
        if (has && !mysqld.open()) {
            // Who is shut out in the middle of a statement cannot know that it did nothing.
            return mysqld.serving().transactions() > 0 && !now.isPast(closed.since(), Timing.SWITCHOVER_QUIET)
                    ? new Stay("lets statements end that were under way.")
                    : new HandOver("switchover, and " + partner.machine() + " has applied everything");
        }
        return now.isPast(closed.since(), Timing.SWITCHOVER_STEP)
                ? new GiveUpSwitchover(
                        mysqld.open()
                                ? "mysqld could not be closed for writes, as somebody holds a lock"
                                : partner.machine() + " did not catch up")
                : new Stay("waits for " + partner.machine() + " to apply the rest.");
    }

    private static Decision offered(ClusterState state, Handover.Offered offered, Tick now) {
        if (state.partner() == null) {
            return new TakeBack("the partner has given up being partner");
        }
        return now.isPast(offered.since(), Timing.TAKE_BACK)
                ? new TakeBack("the partner did not take over in " + Timing.TAKE_BACK.toSeconds() + " s")
                : new Stay("waits for its partner to take over.");
    }
}
