package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.OwnMysqld;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterState;
import org.jspecify.annotations.Nullable;

/**
 * The decision: what the agent does next, from what it knows. Pure; each role has a class of its own. Everything that
 * depends on knowledge being new is a compare-and-swap or waits for one, so that old knowledge costs time and no write.
 */
public final class Decider {
    private final Rules rules;
    private final Starting starting;
    private final PrimaryDecisions primary;
    private final ReplicaDecisions replica;

    public Decider() {
        this(Rules.ALL);
    }

    public Decider(Rules rules) {
        this.rules = rules;
        starting = new Starting(rules);
        primary = new PrimaryDecisions(rules);
        replica = new ReplicaDecisions(rules);
    }

    /** What to do next. */
    public Decision decide(ClusterView view, LocalStatus self, Tick now) {
        ClusterView.Recorded recorded = view.state();
        @Nullable Decision taint = recorded == null ? null : PrimaryDecisions.taint(recorded.state(), self);
        if (taint != null && !self.memory().mysqld().marked()) {
            return taint;
        }
        @Nullable Decision nothing = nothingToDecide(view, self, now);
        Decision wanted = nothing == null ? decideNow(view, self, now) : nothing;
        return taint != null && wanted instanceof Decision.Stay ? taint : wanted;
    }

    private Decision decideNow(ClusterView view, LocalStatus self, Tick now) {
        ClusterView.Recorded recorded = view.state();
        if (recorded == null) {
            throw new IllegalStateException("there is something to decide only when there is a state");
        }
        ClusterState state = recorded.state();
        Decision wanted = switch (self.database()) {
            case DatabaseStatus.Stopped stopped -> starting.decide(view, state, self, stopped, now);
            case DatabaseStatus.Running _
            when self.memory().mysqld().kill() == OwnMysqld.Kill.SURVIVED && rules.handOverAlive() ->
                Survival.decide(view, state, self, now);
            case DatabaseStatus.Running running
            when self.memory().mysqld().orderAdrift() ->
                new Decision.Fence("it did not answer an order, which it may still carry out");
            case DatabaseStatus.Running running ->
                state.isPrimary(self.self())
                        ? primary.decide(view, state, self, running, now)
                        : replica.decide(view, state, self, running, now);
            case DatabaseStatus.Busy busy -> new Decision.Stay("mysqld or its data is being made ready.");
        };
        return wanted instanceof Decision.Revival && !self.memory().mysqld().mayBeRevived(now)
                ? new Decision.Stay("could not start mysqld, or copy its data, and tries again in a moment.")
                : wanted;
    }

    private static @Nullable Decision nothingToDecide(ClusterView view, LocalStatus self, Tick now) {
        String doubt = view.doubt();
        if (doubt != null) {
            // An agent says what it wrote a moment after it wrote it.
            return view.isFresh(now)
                    ? new Decision.Stay("asks again what etcd holds: " + doubt + ".")
                    : new Decision.Refuse(
                            "what etcd holds is not believed: " + doubt,
                            "find out who wrote it, then say 'tandem db restate'",
                            "acting on it could lose writes");
        }
        if (!view.isCurrent(now)) {
            return new Decision.Stay("etcd does not answer: nothing is started, promoted or given up.");
        }
        if (view.paused()) {
            return new Decision.Stay("paused by an operator: it observes only.");
        }
        if (view.state() == null) {
            return new Decision.Stay("nothing was decided yet: the site has no primary.");
        }
        if (self.memory().lastWrite() instanceof LastWrite.Unknown) {
            return new Decision.Stay("has not read the site's state yet.");
        }
        return null;
    }
}
