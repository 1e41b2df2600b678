package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.Rebuild;
import dev.tandem.agent.decide.decision.Decision.Refuse;
import dev.tandem.agent.decide.decision.Decision.Retire;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;

/**
 * This replica's data is copied anew, which throws away what it has. So it must not be recorded as partner, and not become it while
 * the copy is under way. That it is none when the copy begins is not enough: the primary may just now have made it partner, and
 * the replica not have read that yet. The order is the safety:
 *
 * <ol>
 *   <li>It gives up being partner: {@link ReplicaDecisions}, {@link Starting}.
 *   <li>It retires: from here on whatever it says to the others says that it does not live.
 *   <li>It waits until the state has moved on since, and rewrites it as it is for that.
 *   <li>If it still is no partner, it copies.
 * </ol>
 *
 * The primary makes a partner only of a machine that says that it lives <em>and</em> that it knows the state of the revision which
 * the swap compares ({@link Partnering}). What this machine said before it retired names no revision later than the one that it
 * knew then, because what an agent knows of the state never goes back, also from one agent of a machine to the next, whose reads are
 * linearizable. So a swap that makes it partner compares that revision or an older one: it has happened, which is seen, or never
 * will. That holds whatever is late, lost or out of order between the two, and no clock is in it.
 *
 * <p>Other acts that end a life ({@link Decision.Stop}, {@link Decision.Start}, {@link Decision.Follow}) need none of this: who is
 * recorded in a life that has ended takes nothing over ({@link Takeover}), and the primary gives it up when it hears of the next one.
 * A copy is different: the old life goes on receiving, or could go on, until it ends with all that it had.
 */
final class Copying {
    private final Rules rules;

    Copying(Rules rules) {
        this.rules = rules;
    }

    /** The next step to the copy. The state does not name this machine. */
    Decision decide(ClusterView view, ClusterState state, LocalStatus self, Tick now) {
        MachineName primary = state.primary();
        MemberStatus source = view.heard(primary, Timing.HEARD, now);
        if (source == null || !source.serving()) {
            return new Refuse(
                    primary + " is primary and does not serve, and the data here is no part of its history",
                    "bring " + primary + " back",
                    "force would lose what " + primary + " has and this machine has not");
        }
        Memory memory = self.memory();
        if (rules.retireFirst() && !memory.replica().isRetired()) {
            return new Retire("its data has to be copied anew");
        }
        Recorded recorded = view.state();
        boolean movedOn = recorded != null && memory.replica().isRetiredBefore(recorded.revision());
        return movedOn || !rules.retireFirst()
                ? new Rebuild(primary, "what is here cannot follow " + primary)
                : new Settle(state);
    }
}
