package dev.tandem.agent.decide;

import dev.tandem.agent.decide.DatabaseStatus.Running;
import dev.tandem.agent.decide.Decision.Close;
import dev.tandem.agent.decide.Decision.GiveUpSwitchover;
import dev.tandem.agent.decide.Decision.HandOver;
import dev.tandem.agent.decide.Decision.PauseRouters;
import dev.tandem.agent.decide.Decision.Stay;
import dev.tandem.agent.decide.Decision.TakeBack;
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
    static @Nullable Decision begin(ClusterView view, Partner partner, Memory memory, Running mysqld, Tick now) {
        Request request = view.request();
        boolean wanted = request != null
                && request.id() != memory.requestDone
                && request.asks(Request.Kind.SWITCHOVER, partner.machine());
        return wanted && !mysqld.serving().waitsLong(now) ? new PauseRouters(partner.machine()) : null;
    }

    /** The steps between the first and the partner's takeover. */
    static Decision decide(ClusterView view, ClusterState state, Memory memory, Running mysqld, Tick now) {
        Partner partner = state.partner();
        if (memory.handingOver && partner == null) {
            return new TakeBack("the partner has given up being partner");
        }
        if (memory.handingOver) {
            return memory.downSince == null || now.isPast(memory.downSince, Timing.TAKE_BACK)
                    ? new TakeBack("the partner did not take over in " + Timing.TAKE_BACK.toSeconds() + " s")
                    : new Stay("waits for its partner to take over.");
        }
        if (partner == null) {
            return new GiveUpSwitchover("the partner is gone");
        }
        boolean late = now.isPast(memory.stepSince, Timing.SWITCHOVER_STEP);
        if (memory.step == Memory.Step.PAUSED) {
            if (mysqld.serving().transactions() == 0 && !mysqld.serving().waitsLong(now)) {
                return new Close();
            }
            return late
                    ? new GiveUpSwitchover("a transaction did not end")
                    : new Stay("waits for transactions to end.");
        }
        MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
        boolean has = report != null
                && partner.incarnation().equals(report.incarnation())
                && report.binlog().covers(mysqld.binlog());
        if (has && !mysqld.open()) {
            // Who is shut out in the middle of a statement cannot know that it did nothing.
            if (mysqld.serving().transactions() > 0 && !now.isPast(memory.stepSince, Timing.SWITCHOVER_QUIET)) {
                return new Stay("lets statements end that were under way.");
            }
            return new HandOver("switchover, and " + partner.machine() + " has applied everything");
        }
        return late
                ? new GiveUpSwitchover(partner.machine() + " did not catch up")
                : new Stay("waits for " + partner.machine() + " to apply the rest.");
    }
}
