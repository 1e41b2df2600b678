package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.HandOver;
import dev.tandem.agent.decide.decision.Decision.Refuse;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.Withdraw;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;

/**
 * mysqld was sent SIGKILL and is still there: it waits in the kernel for storage that does not answer, or is slow to end.
 *
 * <p>A primary hands over nevertheless. That nobody could fence it is no danger:
 *
 * <ul>
 *   <li><b>It acknowledges no write.</b> While the state names a partner, commits wait for that partner's acknowledgement, and the
 *       partner stops its receiver before it swaps the state; nobody else has a voice. So what the old mysqld would still do
 *       is told to no client.
 *   <li><b>It answers no read.</b> The gate was shut when the kill was decided, and stays shut until the machine is seen without
 *       that mysqld: {@link dev.tandem.agent.decide.Gatekeeping}.
 *   <li><b>It does not come back.</b> A thread with a pending SIGKILL never returns to user mode. When the storage answers
 *       it ends what it does in the kernel, and is gone.
 *   <li><b>This machine does nothing else meanwhile.</b> It neither gives its partner up nor takes the hand-over back, for both
 *       would lead to a primary that serves with what cannot be ended. When mysqld has ended, {@link Starting} goes on.
 * </ul>
 *
 * None of this waits for the end of an act that is under way, which may hang on the same storage: {@link dev.tandem.agent.decide.Agent}. It consists of swaps and
 * words, and says nothing of what that act may still do to a mysqld in which nothing runs any more.
 *
 * <p>If it was only slow to end, a hand-over has been said that would have been said a moment later anyway.
 */
final class Survival {
    private static final String STUCK = "mysqld was killed and does not end, as when storage does not answer";
    private static final String REMEDY = "mend its storage, or switch the machine off and on";

    private Survival() {}

    static Decision decide(ClusterView view, ClusterState state, LocalStatus self, Tick now) {
        if (state.isPrimary(self.self())) {
            return primary(view, state, self.self(), self.memory(), now);
        }
        return state.namesPartner(self.self())
                ? new Withdraw(state.alone(), STUCK)
                : new Stay(STUCK + ": nobody gets in until it has ended; " + REMEDY + ".");
    }

    private static Decision primary(ClusterView view, ClusterState state, MachineName self, Memory memory, Tick now) {
        if (!memory.isSettled()) {
            return new Settle(state);
        }
        Partner partner = state.partner();
        if (partner == null) {
            return new Refuse(
                    self + " is primary without partner, and its " + STUCK,
                    REMEDY,
                    "force would lose what only this machine has");
        }
        if (!(memory.handover() instanceof Handover.Offered offered)) {
            return new HandOver("its " + STUCK + ", and " + partner.machine() + " has everything");
        }
        MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
        boolean other = report != null && !partner.incarnation().equals(report.incarnation());
        boolean late = now.isPast(offered.since(), Timing.TAKE_BACK);
        return other || late
                ? new Refuse(
                        self + " is primary, its " + STUCK + ", and " + partner.machine() + " does not take over",
                        REMEDY + ", or bring " + partner.machine() + " back",
                        "nothing is lost if " + partner.machine() + " is promoted in the life in which it is partner")
                : new Stay("waits for " + partner.machine() + " to take over.");
    }
}
