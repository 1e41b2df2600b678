package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Rules;
import dev.tandem.agent.decide.memory.Freshness;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.MemberStatus;

/**
 * What this machine's database is good for at this moment: what routers are told, and whom the gate lets in to read. It follows from
 * what the agent knows; nothing of it is remembered.
 *
 * <p>A replica is read from while what it shows is younger than the site's limit ({@link Freshness}). Somebody is there to read
 * from at every moment while roles change: the primary when it hears of no replica that is, the one that is just becoming primary, and a
 * replica that grows old says so a moment before it shuts readers out.
 *
 * @param writes whether it takes writes
 * @param reads whether it may be read from
 * @param readers whom the gate lets in besides a primary's clients
 * @param beats the primary of the term, whichever machine it is, was heard by way of etcd a moment ago
 */
public record Offer(Use writes, Use reads, Readers readers, boolean beats) {
    /** Whether a kind of work is done here. */
    public enum Use {
        YES,
        /** What is under way there may end. */
        NO_MORE,
        /** It cannot do anything. */
        NO
    }

    /** What becomes of the gate for readers. */
    public enum Readers {
        /** They get in, without an end. */
        IN,
        /** As an earlier agent left it: nothing is known yet. */
        AS_THEY_WERE,
        /** Whoever was let in to read stays for as long as a confirmed heartbeat would let clients in. */
        BECOME_CLIENTS,
        OUT
    }

    static Offer of(AgentState agent, Tick now, Rules rules) {
        MemberStatus status = agent.status();
        Recorded recorded = agent.view().state();
        boolean primary = recorded != null && recorded.state().isPrimary(agent.self());
        boolean lives =
                agent.database() instanceof Running running && !running.stuck() && !Gatekeeping.isCondemned(agent);
        Use other = lives ? Use.NO_MORE : Use.NO;
        Tick until = agent.gateUntil();
        boolean serves = status.serving() && until != null && until.compareTo(now) > 0;
        boolean beats = recorded != null && agent.view().primaryServes(recorded.state(), now);
        Readers readers = readers(agent, status, now, rules);
        Use reads;
        if (readers == Readers.IN) {
            reads = agent.memory().freshness().old() && rules.boundedReads() ? Use.NO_MORE : Use.YES;
        } else if (status.follows() && readers == Readers.OUT) {
            reads = Use.NO;
        } else {
            reads = readsOfPrimary(agent, primary && lives, serves, now) ? Use.YES : other;
        }
        return new Offer(serves ? Use.YES : other, reads, readers, beats);
    }

    private static boolean readsOfPrimary(AgentState agent, boolean primary, boolean serves, Tick now) {
        // One that is just becoming primary has everything, and was read from before.
        boolean becoming = primary && agent.database() instanceof Running running && !running.open();
        boolean alone =
                serves && agent.others().stream().noneMatch(other -> Freshness.isOffered(agent.view(), other, now));
        return becoming || alone;
    }

    private static Readers readers(AgentState agent, MemberStatus status, Tick now, Rules rules) {
        Recorded recorded = agent.view().state();
        if (recorded == null) {
            return Readers.AS_THEY_WERE;
        }
        if (recorded.state().isPrimary(agent.self())) {
            return Readers.BECOME_CLIENTS;
        }
        if (!status.follows()) {
            return Readers.OUT;
        }
        Freshness freshness = agent.memory().freshness();
        if (!rules.boundedReads() || !freshness.isTooOld(now)) {
            return Readers.IN;
        }
        // A new agent is told within milliseconds; what its predecessor allowed goes on until then.
        boolean young =
                !freshness.isKnown() && !now.isPast(agent.memory().life().begun(), Timing.HEARD);
        return young ? Readers.AS_THEY_WERE : Readers.OUT;
    }
}
