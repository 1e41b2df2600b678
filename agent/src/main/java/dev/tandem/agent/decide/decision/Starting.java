package dev.tandem.agent.decide.decision;

import static dev.tandem.agent.decide.decision.RecoveryRole.MASTER;
import static dev.tandem.agent.decide.decision.RecoveryRole.SLAVE;

import dev.tandem.agent.decide.decision.Decision.HandOver;
import dev.tandem.agent.decide.decision.Decision.Refuse;
import dev.tandem.agent.decide.decision.Decision.Settle;
import dev.tandem.agent.decide.decision.Decision.Start;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.TakeBack;
import dev.tandem.agent.decide.decision.Decision.Withdraw;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;

/**
 * mysqld does not run. In which recovery role it starts, decides what becomes of the end of its binlog:
 *
 * <ul>
 *   <li>The state's primary starts as MASTER, which keeps everything. It is not sure that anybody else has it.
 *   <li>Everybody else starts as SLAVE, which truncates what nobody acknowledged. Whoever is primary had applied everything
 *       acknowledged <em>before</em> it swapped the state, so nothing is lost by that.
 *   <li>A primary with a partner hands over and does not recover in place, unless the partner cannot or does not take over;
 *       then it first takes the hand-over back, which makes a takeover fail that has seen it.
 *   <li>A machine that is recorded as partner withdraws first. That also makes its own takeover impossible, should one still be
 *       under way to etcd: the truncation would lose what it relies on.
 * </ul>
 */
final class Starting {
    private final Rules rules;
    private final Copying copying;

    Starting(Rules rules) {
        this.rules = rules;
        copying = new Copying(rules);
    }

    Decision decide(ClusterView view, ClusterState state, LocalStatus self, DatabaseStatus.Stopped stopped, Tick now) {
        return state.isPrimary(self.self())
                ? primary(view, state, self.memory(), stopped, now)
                : replica(view, state, self, stopped, now);
    }

    private Decision primary(
            ClusterView view, ClusterState state, Memory memory, DatabaseStatus.Stopped stopped, Tick now) {
        if (stopped.unusable()) {
            return new Refuse(
                    "this machine is primary and its data cannot be used",
                    "repair it or restore a backup",
                    "force makes another machine primary and loses what only this one has");
        }
        if (rules.settle() && !memory.isSettled()) {
            return new Settle(state);
        }
        Partner partner = state.partner();
        if (partner == null) {
            return new Start(
                    rules.recoveryRole() ? MASTER : SLAVE, "it is primary and nobody else has all of its data");
        }
        return switch (memory.handover()) {
            case Handover.None _, Handover.Paused _, Handover.Closed _ ->
                new HandOver("mysqld does not run and " + partner.machine() + " has everything");
            case Handover.Offered offered -> offered(view, partner, offered, now);
            case Handover.TakenBack takenBack -> {
                Tick served = memory.heartbeat().servedIn(state.term());
                yield served != null && served.compareTo(takenBack.since()) > 0
                        ? new Start(rules.recoveryRole() ? MASTER : SLAVE, "its partner did not take over")
                        : new Stay("waits until its hand-over is taken back.");
            }
        };
    }

    private static Decision offered(ClusterView view, Partner partner, Handover.Offered offered, Tick now) {
        MemberStatus report = view.heard(partner.machine(), Timing.HEARD, now);
        if (report != null && !partner.incarnation().equals(report.incarnation())) {
            return new TakeBack(partner.machine() + " does not live the life any more in which it had everything");
        }
        if (now.isPast(offered.since(), Timing.TAKE_BACK)) {
            return new TakeBack(partner.machine() + " did not take over in " + Timing.TAKE_BACK.toSeconds() + " s");
        }
        return new Stay("waits for " + partner.machine() + " to take over.");
    }

    private Decision replica(
            ClusterView view, ClusterState state, LocalStatus self, DatabaseStatus.Stopped stopped, Tick now) {
        if (rules.withdrawFirst() && state.namesPartner(self.self())) {
            return new Withdraw(state.alone(), "its mysqld has to start");
        }
        if (stopped.unusable() || self.tainted()) {
            return copying.decide(view, state, self, now);
        }
        return new Start(SLAVE, state.primary() + " is primary and has everything that was acknowledged");
    }
}
